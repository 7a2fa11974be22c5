import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` header: HMAC-SHA256 over `<unix seconds>.<body>`, one `v1` for each secret. A new one is
 * made for every attempt, so that a late retry is not outside the receiver's tolerance.
 */
export function signatureHeader(body: string, secrets: readonly string[], nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000);
  const signatures = secrets.map((secret) => {
    return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
  });
  return [`t=${timestamp}`, ...signatures].join(',');
}
