import { Component, computed, inject, input } from '@angular/core';
import { ServerClock } from '../backend/server-clock.js';
import { countdown, exactTime, spanWords } from './time-words.js';

/** The last stretch is told in the colour of a warning, the very last in that of danger. */
const SOON_MS = 60 * 60_000;
const LAST_MS = 10 * 60_000;

/** What is left until `until`, second by second, on the server's clock. */
@Component({
  selector: 'oda-countdown',
  template: `<time role="timer" [attr.datetime]="until()" [attr.aria-label]="spoken()" [title]="exact()">{{
    words()
  }}</time>`,
  styles: `
    :host(.soon) {
      color: var(--warn);
    }
    :host(.last) {
      color: var(--danger);
    }
  `,
  host: { '[class.soon]': 'left() < soonMs && left() >= lastMs', '[class.last]': 'left() < lastMs' },
})
export class Countdown {
  private readonly clock = inject(ServerClock);
  readonly until = input.required<string>();
  protected readonly soonMs = SOON_MS;
  protected readonly lastMs = LAST_MS;
  protected readonly left = computed(() => {
    const now = this.clock.now();
    return now === undefined ? Number.POSITIVE_INFINITY : Date.parse(this.until()) - now;
  });
  protected readonly words = computed(() => (Number.isFinite(this.left()) ? countdown(this.left()) : '–'));
  protected readonly spoken = computed(() =>
    Number.isFinite(this.left()) ? `${spanWords(this.left())} left` : 'Time left',
  );
  protected readonly exact = computed(() => `Ends ${exactTime(this.until())}`);
}
