import {
  afterRenderEffect,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import type { CheckoutId } from '#contracts';
import { readAdminOrder } from '../../backend/admin-money.js';
import { poll } from '../../backend/poll.js';
import { Ago } from '../../ui/ago.js';
import { Failure } from '../../ui/failure.js';
import { Icon } from '../../ui/icon.js';
import { money } from '../../ui/money.js';
import { Skeleton } from '../../ui/skeleton.js';
import { StatePill } from '../../ui/state-pill.js';
import { ADMIN_END_LABELS } from '../admin-words.js';
import { EventsAbout } from './events-about.js';
import { KIND_LABELS, orderWord } from './money-words.js';
import { storyOf } from './order-story.js';
import { RefundOrder } from './refund-order.js';
import { Story } from './story.js';
import { Tag } from './tag.js';

const PERIOD_MS = 3000;

/** One order with all that became of its money, beside a list. */
@Component({
  selector: 'oda-order-detail',
  imports: [
    Ago,
    EventsAbout,
    Failure,
    Icon,
    MatButton,
    MatIconButton,
    RouterLink,
    Skeleton,
    StatePill,
    Story,
    Tag,
  ],
  templateUrl: './order-detail.html',
  styleUrl: './detail.scss',
  host: { '(keydown.escape)': 'closed.emit()' },
})
export class OrderDetail {
  private readonly dialog = inject(MatDialog);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  readonly id = input.required<CheckoutId>();
  readonly closed = output();
  /** The order was refunded from here. */
  readonly changed = output();

  protected readonly order = readAdminOrder(this.id);
  protected readonly word = computed(() => {
    const order = this.order.value();
    return order && orderWord(order);
  });
  protected readonly story = computed(() => {
    const order = this.order.value();
    return order ? storyOf(order) : [];
  });
  /** The objects at Stripe whose events belong to this order. */
  protected readonly objects = computed(() => {
    const { payment, refunds = [], disputes = [], fraudWarnings = [] } = this.order.value() ?? {};
    return [
      { name: 'Checkout', id: payment?.checkoutId },
      { name: 'Payment', id: payment?.paymentIntentId },
      { name: 'Charge', id: payment?.chargeId },
      ...refunds.map(({ stripeRefundId }) => ({ name: 'Refund', id: stripeRefundId })),
      ...disputes.map(({ id }) => ({ name: 'Dispute', id })),
      ...fraudWarnings.map(({ id }) => ({ name: 'Fraud warning', id })),
    ].filter((object): object is { name: string; id: string } => Boolean(object.id));
  });
  protected readonly kinds = KIND_LABELS;
  protected readonly endLabels = ADMIN_END_LABELS;
  protected readonly money = money;

  constructor() {
    poll(this.order, () => PERIOD_MS);
    // Once it is drawn: until then the panel is not on the page yet.
    afterRenderEffect(() => {
      this.id();
      this.heading().nativeElement.focus();
    });
  }

  protected refund(): void {
    const order = this.order.value();
    if (!order) return;
    const dialog = this.dialog.open(RefundOrder, { data: order, width: '560px' });
    dialog.afterClosed().subscribe(() => {
      this.order.reload();
      this.changed.emit();
    });
  }
}
