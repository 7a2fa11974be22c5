import Stripe from 'stripe';
import { AppError } from '../kernel/app-error.js';

const RETRY_AFTER_SECONDS = 5;

/** Translates the client's errors at the border: whatever goes wrong over there, the customer can only come back later. */
export function asProviderFailure(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  return new AppError('PAYMENT_PROVIDER_UNAVAILABLE', {
    cause: error,
    detail: 'Nothing was charged. Try again in a moment.',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

/**
 * Whether the idempotency key of a call is used up: it was used for another body, or Stripe keeps an internal error as
 * its answer and would replay it for a day. A new attempt needs a new key.
 */
export function needsNewKey(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return true;
  return error instanceof Stripe.errors.StripeAPIError && (error.statusCode ?? 0) >= 500;
}
