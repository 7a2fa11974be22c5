import * as z from 'zod';
import { newCheckoutSession } from '../payments/checkout-session.js';
import { expireCheckout } from '../payments/expire-checkout.js';
import { nowSeconds, type Services } from '../services.js';
import { endpoint, type Call } from './endpoint.js';
import { expand } from './expand.js';
import { itemPaths, listBody, readCursor } from './lists.js';
import * as p from './parameters.js';
import { noSuch, StripeError } from './stripe-error.js';

const METHODS = ['card', 'us_bank_account'] as const;
const SHORTEST_SECONDS = 30 * 60;
const LONGEST_SECONDS = 24 * 3_600;

/** Least total that Stripe charges, in the smallest unit (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const LEAST_AMOUNT: Record<string, number> = { usd: 50, eur: 50, gbp: 30, chf: 50, cad: 50, aud: 50 };

const Create = z.strictObject({
  ...p.expand,
  mode: z.enum(['payment'], 'must be payment: the sandbox sells nothing by subscription'),
  ui_mode: z.enum(['hosted_page'], 'must be hosted_page').optional(),
  success_url: p.url,
  cancel_url: p.url.optional(),
  client_reference_id: z.string().max(200).optional(),
  customer_email: z.email().optional(),
  expires_at: p.integer.optional(),
  metadata: p.metadata.default({}),
  allowed_payment_method_types: p.list(z.enum(METHODS)).default([...METHODS]),
  payment_intent_data: z
    .strictObject({ metadata: p.metadata.default({}), description: z.string().optional() })
    .default({ metadata: {} }),
  line_items: p
    .list(
      z.strictObject({
        quantity: p.integer.pipe(z.int().min(1)),
        price_data: z.strictObject({
          currency: z.string().regex(/^[a-z]{3}$/i),
          unit_amount: p.integer.pipe(z.int().min(0).max(99_999_999)),
          product_data: z.strictObject({ name: z.string().min(1), description: z.string().optional() }),
        }),
      }),
    )
    .refine((items) => items.length > 0, 'at least one is needed'),
});

const Retrieve = z.strictObject(p.expand);

const List = z.strictObject({
  ...p.pagination,
  ...p.expand,
  created: p.created,
  payment_intent: z.string().optional(),
  status: z.enum(['open', 'complete', 'expired']).optional(),
});

export const checkoutSessionEndpoints = [
  endpoint('POST', '/v1/checkout/sessions', createSession),
  endpoint('GET', '/v1/checkout/sessions', (services, { form }) => {
    const { payment_intent, status, created, ...rest } = p.readParameters(List, form);
    const equal = { ...(payment_intent && { payment_intent }), ...(status && { status }) };
    const page = services.objects.page('checkout.session', { equal, ...created }, readCursor(rest));
    const paths = itemPaths(rest.expand);
    return listBody('/v1/checkout/sessions', page, (item) => expand(services.objects, item, paths));
  }),
  endpoint('GET', '/v1/checkout/sessions/:id', showSession),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', (services, call) => {
    const session = find(services, call.id);
    if (!expireCheckout(services, call.id, call.cause)) {
      throw new StripeError(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      );
    }
    return showSession(services, call);
  }),
];

function createSession(services: Services, { form }: Call): object {
  const asked = p.readParameters(Create, form);
  const created = nowSeconds(services);
  const session = newCheckoutSession({
    amount: total(asked.line_items),
    currency: oneCurrency(asked.line_items),
    successUrl: asked.success_url,
    cancelUrl: asked.cancel_url,
    clientReferenceId: asked.client_reference_id,
    customerEmail: asked.customer_email,
    metadata: asked.metadata,
    methods: asked.allowed_payment_method_types,
    created,
    expiresAt: expiry(asked.expires_at, created),
    origin: services.origin,
  });
  const items = asked.line_items.map(({ quantity, price_data: { product_data } }) => ({
    ...product_data,
    quantity,
  }));
  services.objects.insert(session, {
    items,
    paymentMetadata: asked.payment_intent_data.metadata,
    paymentDescription: asked.payment_intent_data.description,
  });
  services.agenda.put('expire', session.id, session.expires_at * 1000);
  return expand(services.objects, session, asked.expand ?? []);
}

function showSession(services: Services, { id, form }: Call): object {
  const { expand: paths = [] } = p.readParameters(Retrieve, form);
  return expand(services.objects, find(services, id), paths);
}

function find({ objects }: Services, id: string) {
  const session = objects.find('checkout.session', id);
  if (!session) throw noSuch('checkout.session', id, 'session');
  return session;
}

type LineItems = z.infer<typeof Create>['line_items'];

function total(items: LineItems): number {
  const amount = items.reduce((sum, item) => sum + item.quantity * item.price_data.unit_amount, 0);
  const least = LEAST_AMOUNT[oneCurrency(items)] ?? 1;
  if (amount < least) {
    throw new StripeError(`The Checkout Session's total amount due must add up to at least ${least}.`, {
      code: 'amount_too_small',
    });
  }
  return amount;
}

function oneCurrency(items: LineItems): string {
  const currencies = new Set(items.map((item) => item.price_data.currency.toLowerCase()));
  const [currency, other] = currencies;
  if (currency === undefined || other !== undefined) {
    throw new StripeError('All line items must have the same currency.', { param: 'line_items' });
  }
  return currency;
}

function expiry(asked: number | undefined, now: number): number {
  const at = asked ?? now + LONGEST_SECONDS;
  if (at < now + SHORTEST_SECONDS || at > now + LONGEST_SECONDS) {
    throw new StripeError(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    );
  }
  return at;
}
