import { Component, computed, input } from '@angular/core';
import { CheckoutId, OrderKind, OrderStatus } from '#contracts';
import { readAdminOrders } from '../../backend/admin-money.js';
import { Ago } from '../../ui/ago.js';
import { money } from '../../ui/money.js';
import { AddressedList } from '../addressed-list.js';
import { type ChipGroup, ListFrame, type ListWords } from '../list-frame.js';
import { RowLink } from '../row-link.js';
import { KIND_LABELS, ORDER_WORDS, orderWord } from './money-words.js';
import { OrderDetail } from './order-detail.js';
import { Tag } from './tag.js';

const GROUPS: ChipGroup[] = [
  {
    param: 'status',
    label: 'Status',
    chips: [
      { value: undefined, name: 'All' },
      ...OrderStatus.options.map((value) => ({ value, name: ORDER_WORDS[value].text })),
    ],
  },
  {
    param: 'kind',
    label: 'What was bought',
    chips: [
      { value: undefined, name: 'Both' },
      ...OrderKind.options.map((value) => ({ value, name: `${KIND_LABELS[value]}s` })),
    ],
  },
];

const WORDS: ListWords = {
  title: 'Orders',
  search: 'Customer, reference or id',
  searchHint: 'Look for part of an email address or a reference, or a whole id: ours, or one of Stripe’s.',
  icon: 'receipt_long',
  empty: 'No orders yet',
  emptyHint: 'Each checkout appears here when it is opened, with whatever becomes of its money.',
};

/** Every order, the newest first; one opens beside the list with its whole story. */
@Component({
  selector: 'oda-order-list',
  imports: [Ago, ListFrame, OrderDetail, RowLink, Tag],
  templateUrl: './order-list.html',
})
export class OrderList extends AddressedList {
  /** Query parameters. */
  readonly status = input<string>();
  readonly kind = input<string>();

  readonly words = WORDS;
  readonly groups = GROUPS;
  readonly filter = computed(() => ({
    ...this.search(),
    status: OrderStatus.safeParse(this.status()).data,
    kind: OrderKind.safeParse(this.kind()).data,
  }));
  readonly list = readAdminOrders(this.filter);
  readonly openId = computed(() => CheckoutId.safeParse(this.open()).data);
  protected readonly rows = computed(() =>
    (this.list.value()?.items ?? []).map((order) => ({
      ...order,
      word: orderWord(order),
      what: KIND_LABELS[order.kind],
      amount: money(order.amountCents, order.currency),
      back: order.refundedCents > 0 ? money(order.refundedCents, order.currency) : '–',
    })),
  );
}
