import {
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { Router, RouterLink } from '@angular/router';
import { RecordingId } from '#contracts';
import { Access } from '../backend/access.js';
import { poll } from '../backend/poll.js';
import { readRecording } from '../backend/recordings.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { clockTime } from '../ui/time-words.js';
import { StageNotice } from '../viewer/stage-notice.js';
import { DeleteRecording } from './delete-recording.js';
import { Playback } from './playback.js';
import { PlayerControls } from './player-controls.js';

/** What is still recorded grows: this often it is looked how far it is. */
const GROWING_PERIOD_MS = 5_000;

/** One recording, played: the picture as the stage, the controls below it. */
@Component({
  selector: 'oda-player',
  imports: [Failure, Icon, MatButton, PlayerControls, RouterLink, StageNotice],
  providers: [Playback],
  templateUrl: './player.html',
  styleUrl: './player.scss',
})
export class Player {
  private readonly dialog = inject(MatDialog);
  private readonly router = inject(Router);
  private readonly access = inject(Access);
  protected readonly playback = inject(Playback);
  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');

  readonly id = input.required<string>();
  private readonly recordingId = computed(() => RecordingId.safeParse(this.id()).data);
  protected readonly recording = readRecording(this.recordingId);
  protected readonly isMissing = computed(
    () => !this.recordingId() || this.recording.error()?.status === 404,
  );
  protected readonly isEmpty = computed(() => this.recording.value()?.segments.length === 0);
  protected readonly isGrowing = computed(() => this.recording.value()?.stoppedAt === null);
  protected readonly home = computed(() => {
    const area = this.access.user()?.role === 'admin' ? '/console/sessions' : '/sessions';
    const session = this.recording.value()?.sessionId;
    return session ? [area, session] : [area];
  });
  protected readonly deletesAt = computed(() => {
    const at = this.recording.value()?.deletesAt;
    return at ? clockTime(at, true) : undefined;
  });

  constructor() {
    poll(this.recording, () => (this.isGrowing() && !this.isMissing() ? GROWING_PERIOD_MS : undefined));
    effect(() => {
      const recording = this.recording.value();
      const stage = this.stage().nativeElement;
      if (recording) untracked(() => this.playback.open(recording, stage));
    });
  }

  protected retry(): void {
    void this.playback.seek(this.playback.positionMs());
  }

  protected delete(): void {
    const recording = this.recording.value();
    if (!recording) return;
    const dialog = this.dialog.open(DeleteRecording, { data: recording, restoreFocus: true });
    dialog.afterClosed().subscribe((isDeleted) => {
      if (isDeleted) void this.router.navigate(this.home());
    });
  }
}
