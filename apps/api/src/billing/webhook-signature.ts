import type Stripe from 'stripe';

export interface SignaturePolicy {
  /** All of them may sign: during a roll Stripe signs with each. */
  secrets: readonly string[];
  toleranceSeconds: number;
}

/** The bytes as text, exactly: no byte-order mark taken off, no broken sequence mended. Throws for what is not UTF-8. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The event, when one of the secrets signed these bytes and did so lately; undefined in every other case.
 *
 * 1. The client checks the signature and that it is not too old; it throws for everything else, malformed headers and
 *    thin events of the v2 API too.
 * 2. It takes signatures from the future, which would be good for replays until their time has come: refused here.
 */
export function verifyEvent(
  webhooks: Stripe['webhooks'],
  body: Buffer | undefined,
  header: string | undefined,
  { secrets, toleranceSeconds }: SignaturePolicy,
  nowMs: number,
): Stripe.Event | undefined {
  if (body === undefined || header === undefined || isFromTheFuture(header, toleranceSeconds, nowMs)) {
    return undefined;
  }
  for (const secret of secrets) {
    try {
      const text = utf8.decode(body);
      return webhooks.constructEvent(text, header, secret, toleranceSeconds, undefined, nowMs);
    } catch {
      continue; // not by this secret, or not an event at all: the next secret decides, and after the last nobody
    }
  }
  return undefined;
}

function isFromTheFuture(header: string, toleranceSeconds: number, nowMs: number): boolean {
  const times = header.split(',').filter((part) => part.startsWith('t='));
  return times.some((part) => !(Number(part.slice(2)) <= nowMs / 1000 + toleranceSeconds));
}
