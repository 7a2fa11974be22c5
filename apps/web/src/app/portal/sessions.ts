import { Component, computed, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { poll } from '../backend/poll.js';
import { readSessions } from '../backend/sessions.js';
import { Ago } from '../ui/ago.js';
import { Countdown } from '../ui/countdown.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { Pager } from '../ui/pager.js';
import { Skeleton } from '../ui/skeleton.js';
import { StatePill } from '../ui/state-pill.js';
import { END_LABELS } from './end-words.js';
import { PendingPayments } from './pending-payments.js';

/** Starting desktops are looked at often, others only to catch what happened elsewhere. */
const STARTING_PERIOD_MS = 1000;
const CALM_PERIOD_MS = 10_000;

/** The customer's sessions, the newest first. */
@Component({
  selector: 'oda-sessions',
  imports: [
    Ago,
    Countdown,
    Empty,
    Failure,
    Icon,
    MatButton,
    Pager,
    PendingPayments,
    RouterLink,
    Skeleton,
    StatePill,
  ],
  templateUrl: './sessions.html',
  styleUrl: './sessions.scss',
})
export class SessionsPage {
  protected readonly cursor = signal<string | undefined>(undefined);
  protected readonly list = readSessions(this.cursor);
  protected readonly endLabels = END_LABELS;
  private readonly isStarting = computed(
    () => this.list.value()?.items.some((session) => session.state === 'provisioning') ?? false,
  );

  constructor() {
    poll(this.list, () => (this.isStarting() ? STARTING_PERIOD_MS : CALM_PERIOD_MS));
  }
}
