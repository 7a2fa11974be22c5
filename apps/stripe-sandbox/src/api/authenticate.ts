import { createHash, timingSafeEqual } from 'node:crypto';
import { StripeError } from './stripe-error.js';

/** Bearer, or the user name of Basic, as Stripe takes both. @throws StripeError 401 */
export function authenticate(authorization: string | undefined, secretKey: string): void {
  const key = readKey(authorization);
  if (key === undefined) {
    throw new StripeError(
      'You did not provide an API key. Provide it in the Authorization header: "Authorization: Bearer YOUR_SECRET_KEY".',
      { status: 401 },
    );
  }
  if (/^[srp]k_live_/.test(key)) {
    throw new StripeError(
      'A live key was sent to the sandbox. Roll it: it has been on a wire it should not be on.',
      {
        status: 401,
      },
    );
  }
  if (!timingSafeEqual(digest(key), digest(secretKey))) {
    throw new StripeError('Invalid API Key provided.', { status: 401 });
  }
}

function readKey(authorization = ''): string | undefined {
  const [scheme = '', value] = authorization.split(' ');
  if (!value) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString('utf8').split(':')[0];
  return undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
