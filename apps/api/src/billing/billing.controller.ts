import { Controller, Get, Headers, Param, Post, Query, Req } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import * as z from 'zod';
import {
  CheckoutId,
  Cursor,
  Limit,
  type CheckoutCreated,
  type CheckoutView,
  type CustomerOrder,
  type Offer,
  type Page,
  type PendingCheckouts,
  type SessionId,
} from '#contracts';
import { Caller, Open, RateLimit, SignedIn, type CallerIdentity } from '../auth/index.js';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';
import { parse } from '../kernel/validation.js';
import { checkoutStatus, kindOf, type Order } from './order.js';
import { CustomerOrders } from './customer-orders.js';
import { Orders } from './orders.js';
import { Places } from './places.js';
import { RefundRows } from './refund-rows.js';
import { Settlement } from './settlement.js';
import { StartCheckout } from './start-checkout.js';

/** 1 to 255 visible ASCII characters. */
const KeyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible characters')
    .optional(),
});

const ListQuery = z.object({ limit: Limit, cursor: Cursor.optional() });

/** Buying a session, or more time for one. */
@Controller('api/billing')
export class BillingController {
  constructor(
    private readonly config: AppConfig,
    private readonly startCheckout: StartCheckout,
    private readonly orders: Orders,
    private readonly customerOrders: CustomerOrders,
    private readonly refunds: RefundRows,
    private readonly places: Places,
    private readonly settlement: Settlement,
    private readonly log: PinoLogger,
  ) {
    log.setContext(BillingController.name);
  }

  /** What a session costs and whether there is a place; nothing of it can be chosen by the client. */
  @Open()
  @Get('offer')
  async offer(): Promise<Offer> {
    const { billing, sessions } = this.config;
    return {
      amountCents: billing.priceCents,
      currency: billing.currency,
      ttlSeconds: sessions.ttlSeconds,
      available: await this.places.isOneFree(),
      isRecorded: this.config.recording.mode === 'always',
    };
  }

  @SignedIn()
  @RateLimit('checkout')
  @Post('checkout')
  async checkout(
    @Caller() { accountId }: CallerIdentity,
    @Headers('idempotency-key') key: string | undefined,
    @Req() { body }: { body: unknown },
  ): Promise<CheckoutCreated> {
    const { 'idempotency-key': idempotencyKey } = parse(KeyHeader, { 'idempotency-key': key });
    const { checkoutId, url } = await this.startCheckout.start({ accountId, idempotencyKey, body });
    return { checkoutId: CheckoutId.parse(checkoutId), url };
  }

  /** What was paid, when, for which session, and what went back. */
  @SignedIn()
  @Get('orders')
  async bought(
    @Caller() { accountId }: CallerIdentity,
    @Query({ schema: ListQuery }) query: z.infer<typeof ListQuery>,
  ): Promise<Page<CustomerOrder>> {
    return this.customerOrders.list(accountId, query);
  }

  /** So that whoever left the return page finds a payment again that takes days. */
  @SignedIn()
  @Get('checkouts/pending')
  async pending(@Caller() { accountId }: CallerIdentity): Promise<PendingCheckouts> {
    const orders = await this.orders.findPending(accountId);
    return {
      items: orders.map(({ id, createdAt }) => ({
        id: CheckoutId.parse(id),
        createdAt: createdAt.toISOString(),
      })),
    };
  }

  /** The return page asks here. While the order is not settled Stripe is asked too, at most every 2 s. */
  @SignedIn()
  @Get('checkouts/:id')
  async one(@Caller() { accountId }: CallerIdentity, @Param('id') id: string): Promise<CheckoutView> {
    const order = await this.ownOrder(id, accountId);
    if (!(await this.orders.claimAsking(order.id))) return this.view(order);
    try {
      await this.settlement.settleOrder(order);
    } catch (err) {
      // The page is told what is known; webhook and reconciler go on.
      this.log.warn({ err, orderId: order.id }, 'order not settled for its return page');
    }
    return this.view(await this.ownOrder(id, accountId));
  }

  private async view(order: Order): Promise<CheckoutView> {
    const isPaid = order.status === 'paid';
    return toView(order, order.status === 'refunded' || (isPaid && (await this.refunds.isWished(order.id))));
  }

  private async ownOrder(id: string, accountId: string): Promise<Order> {
    const checkoutId = CheckoutId.safeParse(id);
    const order = checkoutId.success && (await this.orders.findOfAccount(checkoutId.data, accountId));
    if (!order) throw new AppError('NOT_FOUND', { detail: 'There is no such checkout.' });
    return order;
  }
}

function toView(order: Order, refunded: boolean): CheckoutView {
  const { id } = order;
  const sessionId = order.sessionId ?? order.extendsSessionId;
  return {
    id: CheckoutId.parse(id),
    kind: kindOf(order),
    status: checkoutStatus(order),
    refunded,
    ...(sessionId !== null && { sessionId: sessionId as SessionId }),
  };
}
