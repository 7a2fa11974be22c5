import Stripe from 'stripe';
import { StripeSandbox } from './stripe-sandbox.js';

/** A Stripe to hold the contract against, and a customer of it. */
export interface StripeParty {
  stripe: Stripe;
  /** A card payment of 100 of the currency's smallest unit with the metadata `{order: 'o-1'}`; its id. */
  pay(): Promise<string>;
  stop(): Promise<void>;
}

/** Set to a key of Stripe's test mode, the contract is held against Stripe too. Objects are left there; nobody pays. */
const REAL_KEY = process.env['STRIPE_TEST_MODE_KEY'];

type NamedParty = [name: string, start: () => Promise<StripeParty>];
const REAL: NamedParty = ["Stripe's test mode", () => startRealParty(REAL_KEY ?? '')];

export const STRIPE_PARTIES: NamedParty[] = [['the sandbox', startSandboxParty], ...(REAL_KEY ? [REAL] : [])];
/** What nothing can be said of here, for want of a key: shown as skipped, not left out. */
export const ABSENT_STRIPE_PARTIES: NamedParty[] = REAL_KEY
  ? []
  : [[`${REAL[0]} (STRIPE_TEST_MODE_KEY is not set)`, REAL[1]]];

async function startSandboxParty(): Promise<StripeParty> {
  const sandbox = await StripeSandbox.start();
  const stripe = sandbox.client();
  const pay = async () => {
    const { id } = await stripe.checkout.sessions.create(checkoutOf());
    await sandbox.pay(id);
    const { payment_intent } = await stripe.checkout.sessions.retrieve(id);
    return String(payment_intent);
  };
  return { stripe, pay, stop: () => sandbox.stop() };
}

function startRealParty(key: string): Promise<StripeParty> {
  if (!/^(sk|rk)_test_/.test(key)) throw new Error('STRIPE_TEST_MODE_KEY must be a key of the test mode');
  const stripe = new Stripe(key, { telemetry: false });
  // Nobody is there to fill in the hosted page: Stripe's test cards pay without it.
  const pay = async () => {
    const { id } = await stripe.paymentIntents.create({
      amount: 100,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_visa',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      metadata: { order: 'o-1' },
    });
    return id;
  };
  return Promise.resolve({ stripe, pay, stop: () => Promise.resolve() });
}

/** A checkout as the product opens one. */
export function checkoutOf(
  changes: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    success_url: 'http://localhost:3000/return?checkout={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:3000/',
    metadata: { order: 'o-1' },
    payment_intent_data: { metadata: { order: 'o-1' } },
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 100, product_data: { name: 'A day' } } },
    ],
    ...changes,
  };
}
