import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Stripe from 'stripe';
import { startSandbox, type Sandbox } from '../../apps/stripe-sandbox/src/sandbox.js';
import type { Settings } from '../../apps/stripe-sandbox/src/settings.js';

const SECRET_KEY = 'sk_test_of_this_test_run';
export const SANDBOX_WEBHOOK_SECRET = 'whsec_of_this_test_run';

/** Nobody listens on port 9 (discard): webhooks of a sandbox that was given no address fail at once. */
const NOWHERE = 'http://127.0.0.1:9/';

/** The local Stripe on a free port and a folder of its own, and the people around it: a client, a customer. */
export class StripeSandbox {
  readonly secretKey = SECRET_KEY;

  private constructor(
    private sandbox: Sandbox,
    private readonly settings: Settings,
  ) {}

  static async start(webhookUrl = NOWHERE): Promise<StripeSandbox> {
    const settings = {
      port: 0,
      stateDir: mkdtempSync(path.join(os.tmpdir(), 'oda-test-sandbox-')),
      secretKey: SECRET_KEY,
      webhookSecrets: [SANDBOX_WEBHOOK_SECRET],
      webhookUrl: new URL(webhookUrl),
    };
    return new StripeSandbox(await startSandbox(settings), settings);
  }

  get origin(): string {
    return this.sandbox.origin;
  }

  /** The real client, pointed here the way the product points it. */
  client(key = SECRET_KEY, options: Partial<Stripe.StripeConfig> = {}): Stripe {
    const { hostname, port } = new URL(this.origin);
    return new Stripe(key, { host: hostname, port, protocol: 'http', telemetry: false, ...options });
  }

  /** What a person does on the hosted page; answers where the page sends them, or the page that stays. */
  async pay(checkoutId: string, fields: Record<string, string> = {}): Promise<Response> {
    const card = { method: 'card', number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123' };
    return fetch(`${this.origin}/c/pay/${checkoutId}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ email: 'payer@example.com', ...card, ...fields }),
    });
  }

  /** Pays by a bank account that answers later, by `settle`. */
  payByBank(checkoutId: string): Promise<Response> {
    return this.pay(checkoutId, { method: 'us_bank_account', account: '000123456789' });
  }

  settle(paymentIntentId: string, outcome: 'succeeded' | 'failed'): Promise<Response> {
    return this.control(`payments/${paymentIntentId}/settle`, { outcome });
  }

  /** The customer's bank takes the payment back. */
  async dispute(paymentIntentId: string, reason = 'fraudulent'): Promise<Stripe.Dispute> {
    return (await (await this.control(`payments/${paymentIntentId}/dispute`, { reason })).json()) as never;
  }

  closeDispute(disputeId: string, outcome: 'won' | 'lost'): Promise<Response> {
    return this.control(`disputes/${disputeId}/close`, { outcome });
  }

  warnOfFraud(paymentIntentId: string): Promise<Response> {
    return this.control(`payments/${paymentIntentId}/warn`, {});
  }

  /** The shop gives money back without the API; without an amount all that is left. */
  refundByHand(paymentIntentId: string, amount?: number): Promise<Response> {
    return this.control(`payments/${paymentIntentId}/refund`, { amount });
  }

  /** A refund that had succeeded comes back. */
  failRefund(refundId: string): Promise<Response> {
    return this.control(`refunds/${refundId}/fail`, {});
  }

  /** From now on; before, webhooks went where `start` said. */
  sendWebhooksTo(url: string): void {
    this.settings.webhookUrl = new URL(url);
  }

  faults(changes: object): Promise<Response> {
    return this.control('faults', changes);
  }

  /** The same state and port again, as after a kill. */
  async restart(): Promise<void> {
    const port = Number(new URL(this.origin).port);
    await this.sandbox.close();
    this.sandbox = await startSandbox({ ...this.settings, port });
  }

  async stop(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.settings.stateDir, { recursive: true, force: true });
  }

  private control(what: string, body: object): Promise<Response> {
    return fetch(`${this.origin}/sandbox/${what}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}
