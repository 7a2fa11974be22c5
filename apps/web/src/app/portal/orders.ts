import { Component, computed, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { readOrders } from '../backend/orders.js';
import { poll } from '../backend/poll.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { money } from '../ui/money.js';
import { Pager } from '../ui/pager.js';
import { Skeleton } from '../ui/skeleton.js';
import { clockTime, exactTime } from '../ui/time-words.js';
import { END_LABELS } from './end-words.js';
import { ORDER_LABELS, standingOf } from './order-words.js';

/** Money that is on its way is looked at more often than money that has arrived. */
const MOVING_PERIOD_MS = 5000;
const CALM_PERIOD_MS = 30_000;

/** What the customer paid, when, for which session, with the receipt and whatever went back. */
@Component({
  selector: 'oda-orders',
  imports: [Empty, Failure, Icon, MatButton, Pager, RouterLink, Skeleton],
  templateUrl: './orders.html',
  styleUrl: './orders.scss',
})
export class Orders {
  protected readonly cursor = signal<string | undefined>(undefined);
  protected readonly list = readOrders(this.cursor);
  protected readonly rows = computed(() =>
    this.list.value()?.items.map((order) => ({
      ...order,
      name: ORDER_LABELS[order.kind],
      amount: money(order.amountCents, order.currency),
      at: order.paidAt ?? order.createdAt,
      standing: standingOf(order),
    })),
  );
  protected readonly endLabels = END_LABELS;
  protected readonly clockTime = clockTime;
  protected readonly exactTime = exactTime;
  private readonly isMoving = computed(
    () =>
      this.list
        .value()
        ?.items.some(({ status, refund }) => status === 'pending' || refund?.state === 'pending') ?? false,
  );

  constructor() {
    poll(this.list, () => (this.isMoving() ? MOVING_PERIOD_MS : CALM_PERIOD_MS));
  }
}
