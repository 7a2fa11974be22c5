import * as z from 'zod';
import { variable, type Values } from './area.js';
import { httpUrl, port, secret, secretList, wholeNumber, yesOrNo } from './schemas.js';

export const billingVariables = {
  STRIPE_SECRET_KEY: variable(
    secret(12)
      .regex(/^(sk|rk)_(test|live)_/, 'must be a Stripe secret key (sk_…)')
      .optional(),
    'sk_… (default: the local sandbox with a key of its own)',
  ),
  STRIPE_WEBHOOK_SECRET: variable(
    secretList(12),
    'comma list, all verify, for rotation (default: the sandbox has its own)',
  ),
  STRIPE_ALLOW_TEST_KEY: variable(
    yesOrNo,
    'true: production may run on a test key, where nobody pays (a rehearsal)',
    'false',
  ),
  STRIPE_API_BASE: variable(
    httpUrl.optional(),
    'another API base: only with an sk_test_ key and a loopback host (default Stripe)',
  ),
  STRIPE_TOLERANCE_SECONDS: variable(
    wholeNumber(1, 3600),
    'how old a webhook signature may be; 0 is refused',
    '300',
  ),
  SANDBOX_PORT: variable(
    port.optional(),
    'the local Stripe stand-in, on 127.0.0.1 (default PORT + 1, else a free one)',
  ),
  PRICE_CENTS: variable(
    wholeNumber(50, 99_999_999),
    'price of one session in the smallest unit of the currency',
    '100',
  ),
  CURRENCY: variable(
    z.string().regex(/^[a-z]{3}$/, 'must be three lower-case letters'),
    'ISO 4217, lower case',
    'usd',
  ),
};

/** What a session costs and who takes the money. No key: the launcher starts the sandbox and passes its key on. */
export function billingConfig(env: Values<typeof billingVariables>) {
  return {
    stripeSecretKey: env.STRIPE_SECRET_KEY,
    allowTestKey: env.STRIPE_ALLOW_TEST_KEY,
    webhookSecrets: env.STRIPE_WEBHOOK_SECRET,
    apiBase: env.STRIPE_API_BASE === undefined ? undefined : new URL(env.STRIPE_API_BASE),
    toleranceSeconds: env.STRIPE_TOLERANCE_SECONDS,
    sandboxPort: env.SANDBOX_PORT,
    priceCents: env.PRICE_CENTS,
    currency: env.CURRENCY,
  };
}
