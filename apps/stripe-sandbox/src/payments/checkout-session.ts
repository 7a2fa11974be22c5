import type Stripe from 'stripe';
import * as z from 'zod';
import { newId } from '../ids.js';

/** What a checkout sells and its payment will carry, and how it goes; known to the page, not shown by the API. */
export const CheckoutContents = z.object({
  items: z.array(z.object({ name: z.string(), description: z.string().optional(), quantity: z.number() })),
  paymentMetadata: z.record(z.string(), z.string()),
  paymentDescription: z.string().optional(),
  /** Why the last try did not pay, beside what the page may show again. */
  refusal: z.object({ problem: z.string(), email: z.string(), method: z.string().default('') }).optional(),
});
export type CheckoutContents = z.infer<typeof CheckoutContents>;
export type Refusal = NonNullable<CheckoutContents['refusal']>;

export interface NewCheckout {
  amount: number;
  currency: string;
  successUrl: string;
  cancelUrl?: string | undefined;
  clientReferenceId?: string | undefined;
  customerEmail?: string | undefined;
  metadata: Record<string, string>;
  methods: string[];
  created: number;
  expiresAt: number;
  /** Origin of the hosted page. */
  origin: string;
}

/** An open checkout. There is no payment intent yet: Stripe too makes it when the customer submits. */
export function newCheckoutSession(checkout: NewCheckout): Stripe.Checkout.Session {
  const id = newId('cs_test');
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: checkout.methods,
    amount_subtotal: checkout.amount,
    amount_total: checkout.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: checkout.cancelUrl ?? null,
    client_reference_id: checkout.clientReferenceId ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: checkout.created,
    currency: checkout.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: 'if_required',
    customer_details: null,
    customer_email: checkout.customerEmail ?? null,
    discounts: [],
    expires_at: checkout.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: checkout.metadata,
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: checkout.methods,
    payment_status: 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: checkout.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${checkout.origin}/c/pay/${id}`,
    wallet_options: null,
  };
}

/** Where the customer goes after paying. */
export function successUrl(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}
