import { must, refusal } from './answers.js';
import type { Charge, Checkout, Dispute, Fact, Payment, Refund } from './objects.js';

/** What Stripe knows of payments, and everything that can happen to one. Each thing that happens leaves a fact to be told. */
export class PaperLedger {
  readonly facts: Fact[] = [];
  readonly checkouts = new Map<string, Checkout>();
  readonly payments = new Map<string, Payment>();
  readonly charges = new Map<string, Charge>();
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Dispute>();
  private serial = 0;
  private archivedSerial = 0;

  checkout(id: string): Checkout {
    return must(this.checkouts.get(id));
  }

  open(metadata: Record<string, string>, amount: number, currency: string): Checkout {
    const id = this.id('cs');
    const checkout: Checkout = {
      id,
      object: 'checkout.session',
      url: `https://paper.example/${id}`,
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      metadata,
      amount_total: amount,
      currency,
      livemode: false,
    };
    this.checkouts.set(id, checkout);
    return checkout;
  }

  /** Only one that is open can be. */
  expire(id: string): Checkout {
    const checkout = this.checkout(id);
    if (checkout.status !== 'open') throw refusal('checkout_not_open');
    checkout.status = 'expired';
    this.tell('checkout.session.expired', id);
    return checkout;
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
    this.disputes.set(id, {
      id,
      status: 'needs_response',
      charge: chargeId,
      amount: charge.amount,
      currency: 'usd',
      reason: 'fraudulent',
      created: 1_790_000_000,
      evidence_details: { due_by: 1_790_500_000 },
    });
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

  /** What lists show: what is not too old for them. */
  listed<T extends { id: string }>(objects: Iterable<T>): T[] {
    return [...objects].filter(({ id }) => Number(id.split('_')[1]) > this.archivedSerial);
  }

  /** What is there by now is too old for lists. */
  archive(): void {
    this.archivedSerial = this.serial;
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
}
