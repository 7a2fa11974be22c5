import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { CheckoutBody } from '#contracts';
import { AppError } from '../kernel/app-error.js';
import { Clock } from '../kernel/clock.js';
import { crashPoint } from '../kernel/crash-point.js';
import { parse } from '../kernel/validation.js';
import { CheckoutKeys, type KeyedRequest } from './checkout-keys.js';
import { CALL_WITHIN_MS, checkoutParams } from './checkout-params.js';
import type { Order } from './order.js';
import { Orders } from './orders.js';
import { Places } from './places.js';
import { requireExtendable, requireNotFrozen } from './may-buy.js';
import { asProviderFailure, needsNewKey } from './provider-failure.js';
import { Settlement } from './settlement.js';
import { StripeAccess } from './stripe-access.js';

export interface StartedCheckout {
  checkoutId: string;
  url: string;
}

/** `extends`: the session that is to live longer. */
type Request = KeyedRequest & { extends: string | undefined };

/** `stale`: its place is no longer kept. */
interface FoundOrder {
  order: Order;
  stale: boolean;
}

/** Opens a checkout, or finds the account's open one for the same thing. The customer chooses nothing about money. */
@Injectable()
export class StartCheckout {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly keys: CheckoutKeys,
    private readonly places: Places,
    private readonly settlement: Settlement,
    private readonly stripe: StripeAccess,
    private readonly log: PinoLogger,
  ) {
    log.setContext(StartCheckout.name);
  }

  /**
   * @throws AppError NO_CAPACITY, ACCOUNT_FROZEN, IDEMPOTENCY_CONFLICT, PAYMENT_PROVIDER_UNAVAILABLE; for an extension
   * NOT_FOUND, DESKTOP_NOT_READY, SESSION_ENDED
   */
  async start(sent: KeyedRequest): Promise<StartedCheckout> {
    const request = { ...sent, extends: parse(CheckoutBody, sent.body ?? {}).extends };
    const max = await this.places.max();
    const reserved = await this.dataSource.transaction((manager) => this.reserve(manager, request, max));
    crashPoint('checkout.order-written');
    const order = this.isDead(reserved) ? await this.replace(reserved.order, request, max) : reserved.order;
    const url = order.stripeUrl ?? (await this.createAtStripe(order));
    return { checkoutId: order.id, url };
  }

  /** The order to go on with, in one transaction under the lock of the places. */
  private async reserve(manager: EntityManager, request: Request, max: number): Promise<FoundOrder> {
    const { accountId } = request;
    await this.places.lock(manager);
    await requireNotFrozen(manager, accountId);
    const answered = await this.answeredBefore(manager, request);
    if (answered) return { order: answered, stale: false };
    if (request.extends !== undefined) await requireExtendable(manager, accountId, request.extends);
    const found =
      (await this.orders.findOpen(manager, accountId, request.extends)) ??
      (await this.insert(manager, request, max));
    await this.keys.remember(manager, request, found.order.id);
    return found;
  }

  /** Same key, same answer. @throws AppError IDEMPOTENCY_CONFLICT */
  private async answeredBefore(manager: EntityManager, request: KeyedRequest): Promise<Order | undefined> {
    const known = await this.keys.find(manager, request);
    if (!known) return undefined;
    if (!known.isSameRequest) throw new AppError('IDEMPOTENCY_CONFLICT');
    const order = await this.orders.find(known.orderId, manager);
    return order?.stripeUrl ? order : undefined;
  }

  private async insert(manager: EntityManager, request: Request, max: number): Promise<FoundOrder> {
    const { accountId } = request;
    const { ttlSeconds } = this.config.sessions;
    const extension =
      request.extends === undefined ? undefined : { sessionId: request.extends, seconds: ttlSeconds };
    // a session that lives has its place already
    if (!extension && (await this.places.taken(manager)) >= max) {
      throw new AppError('NO_CAPACITY', { detail: 'Every desktop is taken. Nothing was charged.' });
    }
    const { priceCents: amountCents, currency } = this.config.billing;
    const order = await this.orders.insert(manager, { accountId, amountCents, currency, extension });
    return { order, stale: false };
  }

  /** Its place is no longer kept, or Stripe never answered and would now refuse the call as too late. */
  private isDead({ order, stale }: FoundOrder): boolean {
    const ageMs = this.clock.now().getTime() - order.createdAt.getTime();
    return stale || (order.stripeCheckoutId === null && ageMs > CALL_WITHIN_MS);
  }

  /** Closes the dead order, which may turn out to have been paid after all, and takes a new one. */
  private async replace(dead: Order, request: Request, max: number): Promise<Order> {
    await this.settlement.giveUp(dead).catch((error: unknown) => {
      throw asProviderFailure(error);
    });
    const { order } = await this.dataSource.transaction((manager) => this.reserve(manager, request, max));
    return order;
  }

  private async createAtStripe(order: Order): Promise<string> {
    try {
      return await this.callStripe(order);
    } catch (error) {
      if (!needsNewKey(error)) throw asProviderFailure(error);
      const next = await this.orders.nextAttempt(order);
      this.log.error({ err: error, orderId: order.id, attempt: order.attempt }, 'checkout key used up');
      if (!next) throw asProviderFailure(error);
      return this.callStripe(next).catch((again: unknown) => {
        throw asProviderFailure(again);
      });
    }
  }

  private async callStripe(order: Order): Promise<string> {
    const idempotencyKey = `checkout:${order.id}:${order.attempt}`;
    const params = checkoutParams(this.config, order);
    const session = await this.stripe.client.checkout.sessions.create(params, { idempotencyKey });
    crashPoint('checkout.made-at-stripe');
    if (session.url === null) throw new Error(`checkout ${session.id} came without a page`);
    const { stripeUrl } = (await this.orders.attachCheckout(order.id, session.id, session.url)) ?? {};
    this.log.info({ orderId: order.id, checkoutId: session.id }, 'checkout opened');
    return stripeUrl ?? session.url;
  }
}
