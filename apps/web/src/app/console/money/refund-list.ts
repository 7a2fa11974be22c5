import { Component, computed, input } from '@angular/core';
import { CheckoutId, RefundState } from '#contracts';
import { readAdminRefunds } from '../../backend/admin-money.js';
import { Ago } from '../../ui/ago.js';
import { money } from '../../ui/money.js';
import { AddressedList } from '../addressed-list.js';
import { ListFrame, type ListWords, stateChips } from '../list-frame.js';
import { RowLink } from '../row-link.js';
import { REFUND_REASONS, REFUND_WORDS, stripeWords } from './money-words.js';
import { OrderDetail } from './order-detail.js';
import { Tag } from './tag.js';

const GROUPS = [stateChips(RefundState.options, REFUND_WORDS)];

const WORDS: ListWords = {
  title: 'Refunds',
  search: 'Customer, reference or id',
  searchHint: 'Look for part of an email address or a reference, or a whole id: ours, or one of Stripe’s.',
  icon: 'undo',
  empty: 'No refunds yet',
  emptyHint: 'Money that goes back is listed here, whoever asked for it, until the bank has it.',
};

/** Money on its way back, the newest first; a row opens the order it belongs to. */
@Component({
  selector: 'oda-refund-list',
  imports: [Ago, ListFrame, OrderDetail, RowLink, Tag],
  template: `
    <oda-list-frame panelLabel="Order details" [of]="this">
      <table class="table" aria-label="Refunds">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Customer</th>
            <th scope="col" class="roomy">Why</th>
            <th scope="col" class="wide">By</th>
            <th scope="col" class="wide">Asked for</th>
            <th scope="col" class="number">Amount</th>
          </tr>
        </thead>
        <tbody>
          @for (refund of rows(); track refund.id) {
            <tr class="opens" [class.chosen]="refund.orderId === openId()">
              <td>
                <oda-tag [tone]="refund.word.tone">{{ refund.word.text }}</oda-tag>
              </td>
              <td class="address">
                <oda-row-link [opens]="refund.orderId" [text]="refund.customer.email" />
              </td>
              <td class="roomy" [title]="refund.failure ?? refund.note ?? ''">
                {{ refund.failure ? stripeWords(refund.failure) : reasons[refund.reason] }}
              </td>
              <td class="wide soft address" [title]="refund.by">{{ refund.by }}</td>
              <td class="wide soft"><oda-ago [at]="refund.createdAt" /></td>
              <td class="number">{{ refund.amount }}</td>
            </tr>
          }
        </tbody>
      </table>
      @if (openId(); as id) {
        <oda-order-detail panel [id]="id" (closed)="close()" (changed)="list.reload()" />
      }
    </oda-list-frame>
  `,
})
export class RefundList extends AddressedList {
  /** Query parameter. */
  readonly state = input<string>();

  readonly words = WORDS;
  readonly groups = GROUPS;
  protected readonly reasons = REFUND_REASONS;
  protected readonly stripeWords = stripeWords;
  readonly filter = computed(() => ({
    ...this.search(),
    state: RefundState.safeParse(this.state()).data,
  }));
  readonly list = readAdminRefunds(this.filter);
  readonly openId = computed(() => CheckoutId.safeParse(this.open()).data);
  protected readonly rows = computed(() =>
    (this.list.value()?.items ?? []).map((refund) => ({
      ...refund,
      word: REFUND_WORDS[refund.state],
      amount: money(refund.amountCents, refund.currency),
    })),
  );
}
