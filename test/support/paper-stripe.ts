import Stripe from 'stripe';

interface Checkout {
  id: string;
  object: 'checkout.session';
  url: string;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  payment_intent: string | null;
  metadata: Record<string, string>;
  amount_total: number;
  currency: string;
  livemode: false;
}
interface Payment {
  id: string;
  status: string;
  latest_charge: string | null;
  metadata: Record<string, string>;
}
interface Charge {
  id: string;
  payment_intent: string;
  metadata: Record<string, string>;
  amount: number;
  refunded: boolean;
  disputed: boolean;
  receipt_url: null;
  livemode: false;
}
interface Refund {
  id: string;
  charge: string;
  amount: number;
  currency: string;
  status: string;
  metadata: Record<string, string>;
  created: number;
  failure_reason: string | null;
}

/** What happened, to be told or not. */
export interface Fact {
  type: string;
  objectId: string;
}

/** Stripe on paper, in this process: as much of it as billing reads, and everything that can happen to a payment. */
export class PaperStripe {
  readonly livemode = false;
  readonly facts: Fact[] = [];
  private readonly checkouts = new Map<string, Checkout>();
  private readonly payments = new Map<string, Payment>();
  private readonly charges = new Map<string, Charge>();
  private readonly refunds = new Map<string, Refund>();
  private readonly disputes = new Map<string, Record<string, unknown> & { id: string; status: string }>();
  private readonly answers = new Map<string, unknown>();
  private serial = 0;
  private archivedSerial = 0;

  /** What StripeAccess gives. */
  get client(): Stripe {
    return this.api as unknown as Stripe;
  }

  checkout(id: string): Checkout {
    return must(this.checkouts.get(id));
  }

  /** A card pays at once; a bank is asked first. Nothing happens to a checkout that is not open. */
  pay(id: string, how: 'card' | 'bank'): void {
    const checkout = this.checkout(id);
    if (checkout.status !== 'open') return;
    const payment = {
      id: this.id('pi'),
      status: 'processing',
      latest_charge: null,
      metadata: checkout.metadata,
    };
    this.payments.set(payment.id, payment);
    Object.assign(checkout, { status: 'complete', payment_intent: payment.id });
    if (how === 'card') this.collect(checkout);
    this.tell('checkout.session.completed', id);
  }

  settle(id: string, outcome: 'succeeded' | 'failed'): void {
    const checkout = this.checkout(id);
    const payment = must(this.payments.get(String(checkout.payment_intent)));
    if (payment.status !== 'processing') return;
    if (outcome === 'succeeded') this.collect(checkout);
    else payment.status = 'requires_payment_method';
    this.tell(`checkout.session.async_payment_${outcome}`, id);
  }

  giveBack(chargeId: string, amount: number, metadata: Record<string, string> = {}): Refund {
    const charge = must(this.charges.get(chargeId));
    const left = charge.amount - this.givenBack(chargeId);
    if (charge.disputed) throw refusal('charge_disputed');
    if (left <= 0) throw refusal('charge_already_refunded');
    const refund = { id: this.id('re'), charge: chargeId, amount: Math.min(amount, left), metadata };
    const made = {
      ...refund,
      currency: 'usd',
      status: 'succeeded',
      created: 1_790_000_000,
      failure_reason: null,
    };
    this.refunds.set(made.id, made);
    charge.refunded = this.givenBack(chargeId) >= charge.amount;
    this.tell('refund.created', made.id);
    this.tell('charge.refunded', chargeId);
    return made;
  }

  returnRefund(id: string): void {
    const refund = must(this.refunds.get(id));
    Object.assign(refund, { status: 'failed', failure_reason: 'lost_or_stolen_card' });
    must(this.charges.get(refund.charge)).refunded = false;
    this.tell('refund.failed', id);
  }

  dispute(chargeId: string): string | undefined {
    const charge = must(this.charges.get(chargeId));
    if (charge.disputed || charge.refunded) return undefined;
    charge.disputed = true;
    const id = this.id('du');
    const money = { amount: charge.amount, currency: 'usd', reason: 'fraudulent', created: 1_790_000_000 };
    const evidence_details = { due_by: 1_790_500_000 };
    this.disputes.set(id, { id, status: 'needs_response', charge: chargeId, ...money, evidence_details });
    this.tell('charge.dispute.created', id);
    return id;
  }

  decide(disputeId: string, outcome: 'won' | 'lost'): void {
    must(this.disputes.get(disputeId)).status = outcome;
    this.tell('charge.dispute.closed', disputeId);
  }

  /** The charge that took the money of a checkout; undefined when none did. */
  chargeOf(checkoutId: string): string | undefined {
    const payment = this.payments.get(String(this.checkout(checkoutId).payment_intent));
    return payment?.latest_charge ?? undefined;
  }

  givenBack(chargeId: string): number {
    const of = [...this.refunds.values()].filter(
      ({ charge, status }) => charge === chargeId && status !== 'failed',
    );
    return of.reduce((sum, { amount }) => sum + amount, 0);
  }

  refundsOf(chargeId: string): Refund[] {
    return [...this.refunds.values()].filter(({ charge }) => charge === chargeId).reverse();
  }

  /** What is there by now is too old for lists. */
  archive(): void {
    this.archivedSerial = this.serial;
  }

  private listed<T extends { id: string }>(objects: Iterable<T>): T[] {
    return [...objects].filter(({ id }) => Number(id.split('_')[1]) > this.archivedSerial);
  }

  private collect(checkout: Checkout): void {
    const payment = must(this.payments.get(String(checkout.payment_intent)));
    const { metadata } = checkout;
    const charge = { id: this.id('ch'), payment_intent: payment.id, metadata, amount: checkout.amount_total };
    this.charges.set(charge.id, {
      ...charge,
      refunded: false,
      disputed: false,
      receipt_url: null,
      livemode: false,
    });
    Object.assign(payment, { status: 'succeeded', latest_charge: charge.id });
    checkout.payment_status = 'paid';
  }

  private tell(type: string, objectId: string): void {
    this.facts.push({ type, objectId });
  }

  private id(prefix: string): string {
    return `${prefix}_${(this.serial += 1)}`;
  }

  private readonly api = {
    checkout: {
      sessions: {
        create: (params: Stripe.Checkout.SessionCreateParams, options: Stripe.RequestOptions) =>
          this.once(options, () => {
            const id = this.id('cs');
            const item = params.line_items?.[0]?.price_data;
            const checkout: Checkout = {
              id,
              object: 'checkout.session',
              url: `https://paper.example/${id}`,
              status: 'open',
              payment_status: 'unpaid',
              payment_intent: null,
              metadata: params.metadata as Record<string, string>,
              amount_total: item?.unit_amount ?? 0,
              currency: item?.currency ?? '',
              livemode: false,
            };
            this.checkouts.set(id, checkout);
            return checkout;
          }),
        retrieve: (id: string) => answer(() => this.expanded(this.checkout(id))),
        expire: (id: string) =>
          answer(() => {
            const checkout = this.checkout(id);
            if (checkout.status !== 'open') throw refusal('checkout_not_open');
            checkout.status = 'expired';
            this.tell('checkout.session.expired', id);
            return checkout;
          }),
        list: () => list(this.listed(this.checkouts.values()).filter(({ status }) => status === 'complete')),
      },
    },
    paymentIntents: { retrieve: (id: string) => answer(() => must(this.payments.get(id))) },
    charges: { retrieve: (id: string) => answer(() => must(this.charges.get(id))) },
    refunds: {
      create: (params: Stripe.RefundCreateParams, options: Stripe.RequestOptions) =>
        this.once(options, () => {
          const payment = must(this.payments.get(String(params.payment_intent)));
          return this.giveBack(
            String(payment.latest_charge),
            Infinity,
            params.metadata as Record<string, string>,
          );
        }),
      retrieve: (id: string) => answer(() => must(this.refunds.get(id))),
      list: ({ charge }: { charge?: string }) =>
        list(charge === undefined ? this.listed(this.refunds.values()) : this.refundsOf(charge)),
    },
    disputes: {
      retrieve: (id: string) => answer(() => must(this.disputes.get(id))),
      list: () => list(this.listed(this.disputes.values())),
    },
    radar: { earlyFraudWarnings: { retrieve: () => answer(() => must(undefined)) } },
    events: { list: () => list([]) },
  };

  private expanded(checkout: Checkout) {
    const payment = this.payments.get(String(checkout.payment_intent));
    const charge = this.charges.get(String(payment?.latest_charge));
    return { ...checkout, payment_intent: payment ? { ...payment, latest_charge: charge ?? null } : null };
  }

  /** The same key, the same answer. */
  private once<T>({ idempotencyKey }: Stripe.RequestOptions, work: () => T): Promise<T> {
    return answer(() => {
      const key = String(idempotencyKey);
      if (!this.answers.has(key)) this.answers.set(key, work());
      return this.answers.get(key) as T;
    });
  }
}

/** As of now, later: what is read may be old by the time it arrives. */
function answer<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(structuredClone(work()));
      } catch (error) {
        reject(error);
      }
    });
  });
}

function list<T>(items: T[]) {
  const copies = structuredClone(items);
  return {
    autoPagingToArray: async () => copies,
    async *[Symbol.asyncIterator]() {
      yield* copies;
    },
  };
}

function must<T>(object: T | undefined): T {
  if (object === undefined) throw refusal('resource_missing');
  return object;
}

function refusal(code: string): Error {
  return new Stripe.errors.StripeInvalidRequestError({ type: 'invalid_request_error', code, message: code });
}
