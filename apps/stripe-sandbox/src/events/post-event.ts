import { randomBytes } from 'node:crypto';
import { signatureHeader } from './signature.js';

/** How long an endpoint may take to answer. */
const ANSWER_TIMEOUT_MS = 20_000;

export type PostResult = { delivered: true } | { delivered: false; why: string };

export interface Post {
  url: URL;
  body: string;
  secrets: readonly string[];
  badSignature: boolean;
  /** Aborts when the sandbox stops. */
  signal: AbortSignal;
}

/** One attempt over HTTP, signed now. Any 2xx is a delivery; a redirect is not followed and is none. */
export async function postEvent(post: Post): Promise<PostResult> {
  const secrets = post.badSignature ? [randomBytes(24).toString('hex')] : post.secrets;
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'Stripe-Signature': signatureHeader(post.body, secrets, Date.now()),
      },
      body: post.body,
      signal: AbortSignal.any([post.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.ok ? { delivered: true } : { delivered: false, why: `HTTP ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { delivered: false, why: cause instanceof Error ? cause.message : String(cause) };
  }
}
