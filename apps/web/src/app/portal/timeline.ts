import { Component, computed, inject, input, output } from '@angular/core';
import type { SessionEvent } from '#contracts';
import type { BackendError } from '../backend/backend-error.js';
import { ServerClock } from '../backend/server-clock.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { Skeleton } from '../ui/skeleton.js';
import { clockTime, exactTime } from '../ui/time-words.js';
import { type Reader, sentenceOf } from './event-sentences.js';
import { toldEvents, undecidedFrom } from './told-events.js';

/** What happened in a session, the newest first, in words. New lines are read out: a viewer's leaving, once they did not come back. */
@Component({
  selector: 'oda-timeline',
  imports: [Empty, Failure, Icon, Skeleton],
  template: `
    @if (error(); as problem) {
      <oda-failure [error]="problem" (retry)="retry.emit()" />
    }
    @if (events()) {
      <div role="log" aria-label="Timeline">
        @if (lines().length > 0) {
          <!-- Said to be a list: a browser may not take one for it that has no marks. -->
          <ol role="list">
            @for (line of lines(); track line.seq) {
              <li [class]="line.tone">
                <span class="sign"><oda-icon [name]="line.icon" /></span>
                <span class="text">{{ line.text }}</span>
                <time [attr.datetime]="line.at" [title]="exactTime(line.at)">{{ clockTime(line.at) }}</time>
              </li>
            }
          </ol>
        } @else {
          <oda-empty icon="history" title="Nothing yet"
            >What happens in this session is listed here.</oda-empty
          >
        }
      </div>
    } @else if (!error()) {
      <oda-skeleton [lines]="5" />
    }
  `,
  styleUrl: './timeline.scss',
})
export class Timeline {
  readonly events = input.required<SessionEvent[] | undefined>();
  readonly error = input<BackendError | undefined>();
  readonly reader = input<Reader>('owner');
  readonly retry = output();
  protected readonly clockTime = clockTime;
  protected readonly exactTime = exactTime;
  private readonly now = inject(ServerClock).now;
  private readonly told = computed(() => toldEvents(this.events() ?? [], this.reader()));
  private readonly undecidedFrom = computed(() => undecidedFrom(this.told(), this.now() ?? Infinity));
  protected readonly lines = computed(() =>
    this.told()
      .filter(({ name, seq }) => name !== 'viewer.left' || seq < this.undecidedFrom())
      .flatMap((event) => {
        const sentence = sentenceOf(event, this.reader());
        return sentence ? [{ seq: event.seq, at: event.at, ...sentence }] : [];
      })
      .reverse(),
  );
}
