import {
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import type { SessionId } from '#contracts';
import { readAdminSession } from '../backend/admin.js';
import { poll } from '../backend/poll.js';
import { readRecordings } from '../backend/recordings.js';
import { RecordingsList } from '../player/recordings-list.js';
import { SessionTimeline } from '../portal/session-timeline.js';
import { Timeline } from '../portal/timeline.js';
import { Ago } from '../ui/ago.js';
import { Countdown } from '../ui/countdown.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { Skeleton } from '../ui/skeleton.js';
import { StatePill } from '../ui/state-pill.js';
import { spanWords } from '../ui/time-words.js';
import { ADMIN_END_LABELS, DESKTOP_LABELS } from './admin-words.js';
import { Deletions } from './deletions.js';
import { egressWords } from './egress-words.js';
import { Revoke } from './revoke.js';

const PERIOD_MS = 3000;

/** Everything about one session, for an administrator; beside the list or on a page of its own. */
@Component({
  selector: 'oda-session-detail',
  imports: [
    Ago,
    Countdown,
    Deletions,
    Failure,
    Icon,
    MatButton,
    MatIconButton,
    RecordingsList,
    RouterLink,
    Skeleton,
    StatePill,
    Timeline,
  ],
  providers: [SessionTimeline],
  templateUrl: './session-detail.html',
  styleUrl: './session-detail.scss',
  host: { '(keydown.escape)': 'inPanel() && closed.emit()' },
})
export class SessionDetail {
  private readonly dialog = inject(MatDialog);
  protected readonly timeline = inject(SessionTimeline);
  private readonly heading = viewChild<ElementRef<HTMLElement>>('heading');

  readonly id = input.required<SessionId>();
  readonly inPanel = input(false);
  readonly closed = output();
  /** The session was revoked from here. */
  readonly changed = output();

  protected readonly session = readAdminSession(this.id);
  protected readonly recordings = readRecordings(this.id);
  protected readonly endLabels = ADMIN_END_LABELS;
  protected readonly desktopLabels = DESKTOP_LABELS;
  protected readonly spanWords = spanWords;
  protected readonly egressWords = egressWords;
  private readonly isOver = computed(() => this.session.value()?.state === 'ended');
  private readonly isRead = computed(() => this.session.value() !== undefined);

  constructor() {
    poll(this.session, () => (this.isOver() ? undefined : PERIOD_MS));
    effect(() => {
      this.id();
      if (this.isRead()) untracked(() => this.readTimeline());
    });
    effect(() => {
      this.id();
      if (this.inPanel()) this.heading()?.nativeElement.focus();
    });
  }

  protected readTimeline(): void {
    void this.timeline.show(this.id(), !this.isOver());
  }

  protected revoke(): void {
    const session = this.session.value();
    if (!session) return;
    this.dialog
      .open(Revoke, { data: [session], width: '560px' })
      .afterClosed()
      .subscribe(() => {
        this.session.reload();
        this.changed.emit();
      });
  }
}
