const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * How often one caller may ask, by the kind of route: counted by account where one is signed in, else by address (an
 * IPv6 /64 is one). RATE_LIMIT_FACTOR multiplies all of them.
 */
export const RATE_LIMITS = {
  /** All of /api together. */
  default: { limit: 600, windowMs: MINUTE_MS },
  register: { limit: 20, windowMs: MINUTE_MS },
  login: { limit: 30, windowMs: MINUTE_MS },
  /** Tabs that wake up together refresh together; a NAT hides many of them. Also logout. */
  refresh: { limit: 120, windowMs: MINUTE_MS },
  password: { limit: 10, windowMs: MINUTE_MS },
  /** Every socket needs one: a portal with ten tabs that reconnects now and then stays far below. */
  'connection-tokens': { limit: 120, windowMs: MINUTE_MS },
  shares: { limit: 30, windowMs: MINUTE_MS },
  /** One upload or download each; listing counts as any route does. */
  files: { limit: 120, windowMs: MINUTE_MS },
  /** Open to anybody: every connection of a guest needs one, and a NAT hides many of them. */
  'share-redeem': { limit: 120, windowMs: MINUTE_MS },
  /** Each guest who watches asks six times a minute. */
  'share-look': { limit: 600, windowMs: MINUTE_MS },
  checkout: { limit: 20, windowMs: MINUTE_MS },
} satisfies Record<string, { limit: number; windowMs: number }>;

export type RateLimitName = keyof typeof RATE_LIMITS;
