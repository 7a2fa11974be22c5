import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { readStripeEvents } from '../../backend/admin-money.js';
import { Ago } from '../../ui/ago.js';
import { EVENT_WORDS } from './money-words.js';
import { Tag } from './tag.js';

/** One object at Stripe, with what Stripe told us of it. */
@Component({
  selector: 'oda-events-about',
  imports: [Ago, RouterLink, Tag],
  template: `
    <p>
      <span class="soft">{{ name() }}</span>&ngsp;<span class="mono id">{{ objectId() }}</span>
    </p>
    <ul>
      @for (event of events(); track event.id) {
        <li>
          <a routerLink="/console/money/events" [queryParams]="{ open: event.id }">{{ event.type }}</a>
          <oda-tag [tone]="words[event.state].tone">{{ words[event.state].text }}</oda-tag>
          <oda-ago class="soft small" [at]="event.receivedAt" />
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
      padding: 8px 0;
    }
    .id {
      overflow-wrap: anywhere;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 1fr auto auto;
      gap: 8px;
      align-items: center;
      padding-top: 6px;
    }
    a {
      overflow-wrap: anywhere;
    }
    oda-ago {
      text-align: right;
    }
  `,
})
export class EventsAbout {
  readonly name = input.required<string>();
  readonly objectId = input.required<string>();
  private readonly list = readStripeEvents(computed(() => ({ q: this.objectId() })));
  protected readonly events = computed(() =>
    (this.list.value()?.items ?? []).filter(({ objectId }) => objectId === this.objectId()),
  );
  protected readonly words = EVENT_WORDS;
}
