import { variable, type Values } from './area.js';
import { positiveNumber, wholeNumber } from './schemas.js';

export const limitsVariables = {
  SOCKETS_PER_ACCOUNT: variable(
    wholeNumber(1),
    'sockets one account may hold; more get 429 before the handshake',
    '50',
  ),
  SOCKETS_PER_ADDRESS: variable(wholeNumber(1), 'sockets one address may hold, an IPv6 /64 being one', '200'),
  VIEWERS_PER_DESKTOP: variable(wholeNumber(1), 'viewers one desktop may have', '10'),
  RATE_LIMIT_FACTOR: variable(
    positiveNumber,
    'multiplies every rate limit (load tests, an enterprise behind one address)',
    '1',
  ),
};

/** How much one account, one address, one desktop may use at once. */
export function limitsConfig(env: Values<typeof limitsVariables>) {
  return {
    socketsPerAccount: env.SOCKETS_PER_ACCOUNT,
    socketsPerAddress: env.SOCKETS_PER_ADDRESS,
    viewersPerDesktop: env.VIEWERS_PER_DESKTOP,
    rateLimitFactor: env.RATE_LIMIT_FACTOR,
  };
}
