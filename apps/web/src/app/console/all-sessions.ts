import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { ActivatedRoute, type Params, Router, RouterLink } from '@angular/router';
import { SessionId } from '#contracts';
import { readAdminSessions } from '../backend/admin.js';
import { poll } from '../backend/poll.js';
import { Ago } from '../ui/ago.js';
import { Countdown } from '../ui/countdown.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Pager } from '../ui/pager.js';
import { Skeleton } from '../ui/skeleton.js';
import { StatePill } from '../ui/state-pill.js';
import { SearchField } from './search-field.js';
import { Revoke } from './revoke.js';
import { Selection } from './selection.js';
import { SessionDetail } from './session-detail.js';
import { filterOf, STATE_CHIPS } from './session-filter.js';

const PERIOD_MS = 3000;

/** Every session, live. What is looked for, which page, and which row is open all stand in the address. */
@Component({
  selector: 'oda-all-sessions',
  imports: [
    Ago,
    Countdown,
    Empty,
    Failure,
    MatButton,
    Pager,
    RouterLink,
    SearchField,
    SessionDetail,
    Skeleton,
    StatePill,
  ],
  templateUrl: './all-sessions.html',
  styleUrl: './all-sessions.scss',
})
export class AllSessions {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly dialog = inject(MatDialog);

  /** Query parameters. */
  readonly state = input<string>();
  readonly q = input<string>();
  readonly cursor = input<string>();
  readonly open = input<string>();

  protected readonly chips = STATE_CHIPS;
  protected readonly filter = computed(() =>
    filterOf({ state: this.state(), q: this.q(), cursor: this.cursor() }),
  );
  protected readonly list = readAdminSessions(this.filter);
  protected readonly rows = computed(() => this.list.value()?.items ?? []);
  protected readonly selection = new Selection(this.rows);
  protected readonly openId = computed(() => SessionId.safeParse(this.open()).data);
  protected readonly isNarrowed = computed(() => Boolean(this.filter().state ?? this.filter().q));
  protected readonly at = linkedSignal(() => this.filter().cursor);

  constructor() {
    poll(this.list, () => PERIOD_MS);
  }

  protected goTo(queryParams: Params): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams, queryParamsHandling: 'merge' });
  }

  protected search(q: string): void {
    this.goTo({ q: q || null, cursor: null });
  }

  protected turnTo(cursor: string | undefined): void {
    this.selection.clear();
    this.goTo({ cursor: cursor ?? null });
  }

  protected close(): void {
    const id = this.open();
    this.goTo({ open: null });
    if (id) document.getElementById(`row-${id}`)?.focus();
  }

  protected revokeChosen(): void {
    const dialog = this.dialog.open(Revoke, { data: this.selection.chosen(), width: '560px' });
    dialog.afterClosed().subscribe(() => {
      this.selection.clear();
      this.list.reload();
    });
  }
}
