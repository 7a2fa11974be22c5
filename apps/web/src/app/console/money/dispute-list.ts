import { Component, computed, input } from '@angular/core';
import { DisputeState } from '#contracts';
import { readAdminDisputes } from '../../backend/admin-money.js';
import { Ago } from '../../ui/ago.js';
import { money } from '../../ui/money.js';
import { clockTime } from '../../ui/time-words.js';
import { AddressedList } from '../addressed-list.js';
import { ListFrame, type ListWords, stateChips } from '../list-frame.js';
import { RowLink } from '../row-link.js';
import { DisputeDetail } from './dispute-detail.js';
import { DISPUTE_WORDS, stripeWords } from './money-words.js';
import { Tag } from './tag.js';

const GROUPS = [stateChips(DisputeState.options, DISPUTE_WORDS)];

const WORDS: ListWords = {
  title: 'Disputes',
  search: 'Customer, reference or id',
  searchHint: 'Look for part of an email address or a reference, or a whole id: ours, or one of Stripe’s.',
  icon: 'gavel',
  empty: 'No disputes',
  emptyHint:
    'A payment that a customer’s bank takes back is listed here, with what we know of it. Its session ends and the account is on hold.',
};

/** Payments that a bank took back, the newest first. */
@Component({
  selector: 'oda-dispute-list',
  imports: [Ago, DisputeDetail, ListFrame, RowLink, Tag],
  template: `
    <oda-list-frame panelLabel="Dispute details" [of]="this">
      <table class="table" aria-label="Disputes">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Customer</th>
            <th scope="col" class="roomy">Reason</th>
            <th scope="col" class="wide">Opened</th>
            <th scope="col" class="wide">Respond by</th>
            <th scope="col" class="number">Amount</th>
          </tr>
        </thead>
        <tbody>
          @for (dispute of rows(); track dispute.id) {
            <tr class="opens" [class.chosen]="dispute.id === openId()">
              <td>
                <oda-tag [tone]="dispute.word.tone">{{ dispute.word.text }}</oda-tag>
              </td>
              <td class="address">
                <oda-row-link [opens]="dispute.id" [text]="dispute.customer.email" />
              </td>
              <td class="roomy">{{ dispute.why }}</td>
              <td class="wide soft"><oda-ago [at]="dispute.openedAt" /></td>
              <td class="wide">
                @if (dispute.state === 'open' && dispute.evidenceDueAt) {
                  {{ clockTime(dispute.evidenceDueAt, true) }}
                } @else {
                  <span class="soft">–</span>
                }
              </td>
              <td class="number">{{ dispute.amount }}</td>
            </tr>
          }
        </tbody>
      </table>
      @if (openId(); as id) {
        <oda-dispute-detail panel [id]="id" (closed)="close()" />
      }
    </oda-list-frame>
  `,
})
export class DisputeList extends AddressedList {
  /** Query parameter. */
  readonly state = input<string>();

  readonly words = WORDS;
  readonly groups = GROUPS;
  protected readonly clockTime = clockTime;
  readonly filter = computed(() => ({
    ...this.search(),
    state: DisputeState.safeParse(this.state()).data,
  }));
  readonly list = readAdminDisputes(this.filter);
  readonly openId = computed(() => this.open() || undefined);
  protected readonly rows = computed(() =>
    (this.list.value()?.items ?? []).map((dispute) => ({
      ...dispute,
      word: DISPUTE_WORDS[dispute.state],
      why: stripeWords(dispute.reason),
      amount: money(dispute.amountCents, dispute.currency),
    })),
  );
}
