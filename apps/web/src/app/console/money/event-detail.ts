import {
  afterRenderEffect,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { AdminMoney, readStripeEvents } from '../../backend/admin-money.js';
import { type BackendError, toBackendError } from '../../backend/backend-error.js';
import { Ago } from '../../ui/ago.js';
import { Empty } from '../../ui/empty.js';
import { Failure } from '../../ui/failure.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { EVENT_WORDS } from './money-words.js';
import { Tag } from './tag.js';

/** One event of Stripe's: why it had no effect, and another try at it. */
@Component({
  selector: 'oda-event-detail',
  imports: [Ago, Empty, Failure, Icon, MatButton, MatIconButton, Skeleton, Tag],
  templateUrl: './event-detail.html',
  styleUrl: './detail.scss',
  host: { '(keydown.escape)': 'closed.emit()' },
})
export class EventDetail {
  private readonly admin = inject(AdminMoney);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  readonly id = input.required<string>();
  readonly closed = output();
  /** The event was replayed from here. */
  readonly changed = output();

  protected readonly found = readStripeEvents(computed(() => ({ q: this.id() })));
  protected readonly event = computed(() => this.found.value()?.items.find(({ id }) => id === this.id()));
  protected readonly words = EVENT_WORDS;
  protected readonly mayReplay = computed(() => {
    const state = this.event()?.state;
    return state === 'parked' || state === 'failed';
  });
  protected readonly isReplaying = signal(false);
  /** What came of a replay of this event. */
  protected readonly said = linkedSignal({ source: this.id, computation: () => '' });
  protected readonly failure = linkedSignal<string, BackendError | undefined>({
    source: this.id,
    computation: () => undefined,
  });

  constructor() {
    // Once it is drawn: until then the panel is not on the page yet.
    afterRenderEffect(() => {
      this.id();
      this.heading().nativeElement.focus();
    });
  }

  protected async replay(): Promise<void> {
    this.isReplaying.set(true);
    this.failure.set(undefined);
    try {
      const { state, why } = await this.admin.replay(this.id());
      this.said.set(
        state === 'processed' ? 'Handled now.' : `${EVENT_WORDS[state].text} again${why ? `: ${why}` : '.'}`,
      );
    } catch (cause) {
      this.failure.set(toBackendError(cause));
    } finally {
      this.isReplaying.set(false);
      this.found.reload();
      this.changed.emit();
    }
  }
}
