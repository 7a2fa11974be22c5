import { Component, computed, input } from '@angular/core';
import { StripeEventState } from '#contracts';
import { readStripeEvents } from '../../backend/admin-money.js';
import { Ago } from '../../ui/ago.js';
import { AddressedList } from '../addressed-list.js';
import { ListFrame, type ListWords, stateChips } from '../list-frame.js';
import { RowLink } from '../row-link.js';
import { EventDetail } from './event-detail.js';
import { EVENT_WORDS } from './money-words.js';
import { Tag } from './tag.js';

const GROUPS = [stateChips(['parked', 'failed', 'received', 'processed'], EVENT_WORDS)];

const WORDS: ListWords = {
  title: 'Stripe’s events',
  search: 'Part of a type or an id',
  searchHint: 'Look for part of an event’s id, of its type, or of the id of what it is about.',
  icon: 'history',
  empty: 'No events yet',
  emptyHint: 'What Stripe tells us is kept here before it has an effect, and stays when it has none.',
};

/** What Stripe told us, the newest first; what had no effect says why, and can be replayed. */
@Component({
  selector: 'oda-event-list',
  imports: [Ago, EventDetail, ListFrame, RowLink, Tag],
  template: `
    <oda-list-frame panelLabel="Event details" [of]="this">
      <table class="table" aria-label="Stripe’s events">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Type</th>
            <th scope="col" class="wide">About</th>
            <th scope="col" class="wide">Why</th>
            <th scope="col" class="number wide">Tries</th>
            <th scope="col" class="number roomy">Received</th>
          </tr>
        </thead>
        <tbody>
          @for (event of rows(); track event.id) {
            <tr class="opens" [class.chosen]="event.id === openId()">
              <td>
                <oda-tag [tone]="event.word.tone">{{ event.word.text }}</oda-tag>
              </td>
              <td class="address">
                <oda-row-link [opens]="event.id" [text]="event.type" />
              </td>
              <td class="wide mono soft address" [title]="event.objectId ?? ''">
                {{ event.objectId ?? '–' }}
              </td>
              <td class="wide soft address" [title]="event.why ?? ''">{{ event.why ?? '–' }}</td>
              <td class="number wide">{{ event.attempts }}</td>
              <td class="number roomy soft"><oda-ago [at]="event.receivedAt" /></td>
            </tr>
          }
        </tbody>
      </table>
      @if (openId(); as id) {
        <oda-event-detail panel [id]="id" (closed)="close()" (changed)="list.reload()" />
      }
    </oda-list-frame>
  `,
})
export class EventList extends AddressedList {
  /** Query parameter. */
  readonly state = input<string>();

  readonly words = WORDS;
  readonly groups = GROUPS;
  readonly filter = computed(() => ({
    ...this.search(),
    state: StripeEventState.safeParse(this.state()).data,
  }));
  readonly list = readStripeEvents(this.filter);
  readonly openId = computed(() => this.open() || undefined);
  protected readonly rows = computed(() =>
    (this.list.value()?.items ?? []).map((event) => ({ ...event, word: EVENT_WORDS[event.state] })),
  );
}
