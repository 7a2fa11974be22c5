import { Component, computed, inject, input } from '@angular/core';
import { ServerClock } from '../backend/server-clock.js';
import { agoWords, clockTime, exactTime } from './time-words.js';

/** A point in time as a distance from now, on the server's clock; the exact one on hover. */
@Component({
  selector: 'oda-ago',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ words() }}</time>`,
})
export class Ago {
  private readonly clock = inject(ServerClock);
  readonly at = input.required<string>();
  protected readonly exact = computed(() => exactTime(this.at()));
  protected readonly words = computed(() => {
    const now = this.clock.now();
    return now === undefined ? clockTime(this.at(), true) : agoWords(now - Date.parse(this.at()));
  });
}
