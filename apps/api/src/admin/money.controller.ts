import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import * as z from 'zod';
import {
  AdminOrderFilter,
  CheckoutId,
  Cursor,
  DisputeState,
  Limit,
  PlainText,
  RefundOrderBody,
  RefundState,
  Search,
  StripeEventState,
  type AdminDispute,
  type AdminDisputeDetail,
  type AdminMoneyOverview,
  type AdminOrder,
  type AdminOrderDetail,
  type AdminRefund,
  type AdminStripeEvent,
  type Page,
} from '#contracts';
import { Caller, Roles, type CallerIdentity } from '../auth/index.js';
import { MoneyOverview } from '../billing/money-overview.js';
import { Refunds } from '../billing/refunds.js';
import { AppError } from '../kernel/app-error.js';
import { AdminDisputes } from './admin-disputes.js';
import { AdminOrders } from './admin-orders.js';
import { AdminRefunds } from './admin-refunds.js';
import { AdminStripeEvents } from './admin-stripe-events.js';

const ListQuery = z.object({ limit: Limit, cursor: Cursor.optional(), q: Search.optional() });
const OrdersQuery = ListQuery.extend(AdminOrderFilter.shape);
const RefundsQuery = ListQuery.extend({ state: RefundState.optional() });
const DisputesQuery = ListQuery.extend({ state: DisputeState.optional() });
const EventsQuery = ListQuery.extend({ state: StripeEventState.optional() });

/** Finance: each dollar from its checkout to its refund, and what waits for a person. */
@Roles('admin')
@Controller('api/admin')
export class MoneyController {
  constructor(
    private readonly orders: AdminOrders,
    private readonly refunds: AdminRefunds,
    private readonly disputes: AdminDisputes,
    private readonly events: AdminStripeEvents,
    private readonly overview: MoneyOverview,
    private readonly refunding: Refunds,
  ) {}

  @Get('money')
  async waiting(): Promise<AdminMoneyOverview> {
    return this.overview.read();
  }

  @Get('orders')
  async listOrders(
    @Query({ schema: OrdersQuery }) query: z.infer<typeof OrdersQuery>,
  ): Promise<Page<AdminOrder>> {
    return this.orders.list(query);
  }

  @Get('orders/:id')
  async order(@Param('id') id: string): Promise<AdminOrderDetail> {
    return this.orders.one(knownOrder(id));
  }

  /** Idempotent: while a refund is on its way or done, asked again it answers the order as it is. */
  @Post('orders/:id/refund')
  @HttpCode(200)
  async refund(
    @Caller() admin: CallerIdentity,
    @Param('id') id: string,
    @Body({ schema: RefundOrderBody }) { reason: note }: RefundOrderBody,
  ): Promise<AdminOrderDetail> {
    const orderId = knownOrder(id);
    const wished = await this.refunding.request(orderId, { reason: 'by_admin', by: admin.email, note });
    const order = await this.orders.one(orderId);
    if (wished || isOnItsWay(order)) return order;
    throw new AppError('NOT_REFUNDABLE', { detail: 'It was not paid, or the bank has the money already.' });
  }

  @Get('refunds')
  async listRefunds(
    @Query({ schema: RefundsQuery }) query: z.infer<typeof RefundsQuery>,
  ): Promise<Page<AdminRefund>> {
    return this.refunds.list(query);
  }

  @Get('disputes')
  async listDisputes(
    @Query({ schema: DisputesQuery }) query: z.infer<typeof DisputesQuery>,
  ): Promise<Page<AdminDispute>> {
    return this.disputes.list(query);
  }

  @Get('disputes/:id')
  async dispute(@Param('id') id: string): Promise<AdminDisputeDetail> {
    return this.disputes.one(knownText(id, 'There is no such dispute.'));
  }

  @Get('stripe-events')
  async listEvents(
    @Query({ schema: EventsQuery }) query: z.infer<typeof EventsQuery>,
  ): Promise<Page<AdminStripeEvent>> {
    return this.events.list(query);
  }

  @Post('stripe-events/:id/replay')
  @HttpCode(200)
  async replay(@Caller() admin: CallerIdentity, @Param('id') id: string): Promise<AdminStripeEvent> {
    return this.events.replay(knownText(id, 'There is no such event.'), admin.email);
  }
}

function isOnItsWay({ status, refund }: AdminOrderDetail): boolean {
  return status === 'refunded' || refund?.state === 'requested' || refund?.state === 'pending';
}

function knownOrder(id: string): CheckoutId {
  const parsed = CheckoutId.safeParse(id);
  if (!parsed.success) throw new AppError('NOT_FOUND', { detail: 'There is no such order.' });
  return parsed.data;
}

/** Ids that Stripe made are text; what no database can keep names nothing. */
function knownText(id: string, detail: string): string {
  const parsed = PlainText.max(255).safeParse(id);
  if (!parsed.success) throw new AppError('NOT_FOUND', { detail });
  return parsed.data;
}
