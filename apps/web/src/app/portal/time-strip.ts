import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { SessionEvent, SessionView } from '#contracts';
import { clockTime, spanWords } from '../ui/time-words.js';
import { StageStrip } from '../viewer/stage-strip.js';
import { AddTime } from './add-time.js';
import { SessionTimeline } from './session-timeline.js';
import { timeNoticeOf } from './time-notice.js';

/** From here on the strip has the colour of a warning. */
const SOON_MINUTES = 10;

/** Above the desktop, near its end: when that is, and the offer of more time. Afterwards: that it was added. */
@Component({
  selector: 'oda-time-strip',
  imports: [AddTime, MatButton, StageStrip],
  template: `
    @if (notice(); as it) {
      <oda-stage-strip icon="more_time" [class.warn]="isSoon()" [text]="text()">
        @if (it.kind === 'expiring') {
          <oda-add-time [sessionId]="session().id" [isOffer]="true" />
        }
        <button matButton="text" type="button" (click)="closedSeq.set(it.seq)">
          {{ it.kind === 'expiring' ? 'Not now' : 'Close' }}
        </button>
      </oda-stage-strip>
    }
  `,
})
export class TimeStrip {
  private readonly events = inject(SessionTimeline).events;
  readonly session = input.required<SessionView>();

  protected readonly closedSeq = signal(0);
  /** How far the log went when it was first read. */
  private readonly knownSeq = linkedSignal<readonly SessionEvent[] | undefined, number | undefined>({
    source: this.events,
    computation: (events, before) => before?.value ?? events?.at(-1)?.seq,
  });
  protected readonly notice = computed(() =>
    timeNoticeOf(this.events() ?? [], { closedSeq: this.closedSeq(), knownSeq: this.knownSeq() ?? 0 }),
  );
  protected readonly isSoon = computed(() => {
    const notice = this.notice();
    return notice?.kind === 'expiring' && notice.minutesLeft <= SOON_MINUTES;
  });
  protected readonly text = computed(() => {
    const notice = this.notice();
    const { expiresAt } = this.session();
    if (!notice || !expiresAt) return '';
    return notice.kind === 'expiring'
      ? `Your time ends at ${clockTime(expiresAt)}, and everything in the desktop goes with it.`
      : `${spanWords(notice.seconds * 1000)} added. Your time now ends on ${clockTime(expiresAt, true)}.`;
  });
}
