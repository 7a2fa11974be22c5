import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { StripeEventState } from '#contracts';
import { readStripeEvents } from '../../backend/admin-money.js';
import { poll } from '../../backend/poll.js';
import { Ago } from '../../ui/ago.js';
import { AddressedList } from '../addressed-list.js';
import { type ChipGroup, ListFrame, type ListWords } from '../list-frame.js';
import { EventDetail } from './event-detail.js';
import { EVENT_WORDS } from './money-words.js';
import { Tag } from './tag.js';

const PERIOD_MS = 5000;

const GROUPS: ChipGroup[] = [
  {
    param: 'state',
    label: 'State',
    chips: [
      { value: undefined, name: 'All' },
      ...(['parked', 'failed', 'received', 'processed'] as const).map((value) => ({
        value,
        name: EVENT_WORDS[value].text,
      })),
    ],
  },
];

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
  imports: [Ago, EventDetail, ListFrame, RouterLink, Tag],
  template: `
    <oda-list-frame
      panelLabel="Event details"
      [words]="words"
      [groups]="groups"
      [list]="list"
      [filter]="filter()"
      [isOpen]="openId() !== undefined"
      (goTo)="goTo($event)"
    >
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
                <a
                  class="row-link"
                  [id]="'row-' + event.id"
                  [routerLink]="[]"
                  [queryParams]="{ open: event.id }"
                  queryParamsHandling="merge"
                  [title]="event.type"
                  >{{ event.type }}</a
                >
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

  protected readonly words = WORDS;
  protected readonly groups = GROUPS;
  protected readonly filter = computed(() => ({
    ...this.search(),
    state: StripeEventState.safeParse(this.state()).data,
  }));
  protected readonly list = readStripeEvents(this.filter);
  protected readonly openId = computed(() => this.open() || undefined);
  protected readonly rows = computed(() =>
    (this.list.value()?.items ?? []).map((event) => ({ ...event, word: EVENT_WORDS[event.state] })),
  );

  constructor() {
    super();
    poll(this.list, () => PERIOD_MS);
  }
}
