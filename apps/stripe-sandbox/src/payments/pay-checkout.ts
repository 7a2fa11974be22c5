import type Stripe from 'stripe';
import { nowSeconds, type Services } from '../services.js';
import { newCharge, type Instrument } from './charge.js';
import { CheckoutContents } from './checkout-session.js';
import { newPaymentIntent } from './payment-intent.js';
import type { Verdict } from './test-instruments.js';

/** A bank debit is settled this long after it was promised; the controls can settle it sooner. */
const DEBIT_SETTLES_AFTER_MS = 30_000;

export interface Payer {
  email: string;
  name: string | null;
}

export type Submitted =
  | { outcome: 'completed' }
  | { outcome: 'declined'; message: string }
  /** It was complete or expired before: a second submit, another tab, a refresh. Nothing happened. */
  | { outcome: 'not_open' };

/** The customer presses Pay. One transaction: pressed twice, or in two tabs, it pays once. */
export function payCheckout(
  services: Services,
  sessionId: string,
  payer: Payer,
  { instrument, verdict }: { instrument: Instrument; verdict: Verdict },
): Submitted {
  return services.store.transaction(() => {
    const session = services.objects.find('checkout.session', sessionId);
    if (session?.status !== 'open') return { outcome: 'not_open' };
    const payment = paymentOf(services, session);
    if (instrument.type === 'us_bank_account') {
      charge(services, payment, instrument, payer, 'pending');
      payment.status = 'processing';
      services.objects.update(payment);
      services.journal.record('payment_intent.processing', payment);
      const data = { verdict };
      services.agenda.put('settle', payment.id, services.nowMs() + DEBIT_SETTLES_AFTER_MS, data);
      return complete(services, session, payment, payer, 'unpaid');
    }
    if (!verdict.paid) {
      const failed = charge(services, payment, instrument, payer, 'failed', verdict);
      payment.last_payment_error = {
        type: 'card_error',
        code: verdict.code,
        decline_code: verdict.decline,
        message: verdict.message,
        charge: failed.id,
      };
      services.objects.update(payment);
      services.objects.update(session);
      services.journal.record('payment_intent.payment_failed', payment);
      return { outcome: 'declined', message: verdict.message };
    }
    charge(services, payment, instrument, payer, 'succeeded');
    payment.status = 'succeeded';
    payment.amount_received = payment.amount;
    payment.last_payment_error = null;
    services.objects.update(payment);
    services.journal.record('payment_intent.succeeded', payment);
    return complete(services, session, payment, payer, 'paid');
  });
}

/** The checkout's payment intent; the first submit makes it, further tries reuse it. */
function paymentOf(services: Services, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  if (typeof session.payment_intent === 'string') {
    const existing = services.objects.find('payment_intent', session.payment_intent);
    if (existing) return existing;
  }
  const contents = CheckoutContents.parse(services.objects.hidden(session.id));
  const payment = newPaymentIntent({
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    created: nowSeconds(services),
    metadata: contents.paymentMetadata,
    description: contents.paymentDescription ?? null,
    methods: session.payment_method_types,
  });
  services.objects.insert(payment);
  services.journal.record('payment_intent.created', payment);
  session.payment_intent = payment.id;
  return payment;
}

function charge(
  services: Services,
  payment: Stripe.PaymentIntent,
  instrument: Instrument,
  { email, name }: Payer,
  status: 'succeeded' | 'pending' | 'failed',
  failure?: { code: string; message: string },
): Stripe.Charge {
  const created = nowSeconds(services);
  const made = newCharge({ payment, instrument, status, email, name, created, ...(failure && { failure }) });
  made.receipt_url = `${services.origin}/receipts/${made.id}`;
  services.objects.insert(made);
  services.journal.record(`charge.${status}`, made);
  payment.latest_charge = made.id;
  payment.payment_method = made.payment_method;
  return made;
}

function complete(
  services: Services,
  session: Stripe.Checkout.Session,
  payment: Stripe.PaymentIntent,
  { email, name }: Payer,
  paymentStatus: 'paid' | 'unpaid',
): Submitted {
  session.status = 'complete';
  session.payment_status = paymentStatus;
  session.payment_intent = payment.id;
  session.url = null;
  session.customer_details = {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
  services.objects.update(session);
  services.agenda.remove('expire', session.id);
  services.journal.record('checkout.session.completed', session);
  return { outcome: 'completed' };
}
