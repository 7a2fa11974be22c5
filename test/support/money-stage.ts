import { registered, signedIn, type Visitor } from './accounts.js';
import { BillingApp } from './billing-app.js';
import { Buyer } from './buyer.js';
import { TestDatabase } from './database.js';
import { StripeSandbox } from './stripe-sandbox.js';
import { until } from './until.js';

export interface OrderRow {
  id: string;
  status: string;
  session_id: string | null;
  refunded_cents: number;
  stripe_payment_intent_id: string;
}

/** Everything that money needs: a database, the sandbox, nodes of the api, and the people around them. */
export class MoneyStage {
  private constructor(
    readonly database: TestDatabase,
    readonly sandbox: StripeSandbox,
    readonly nodes: BillingApp[],
  ) {}

  /** Webhooks reach the first node. */
  static async open({ nodes = 1, env = {} }: { nodes?: number; env?: Record<string, string> } = {}) {
    const database = await TestDatabase.create();
    const sandbox = await StripeSandbox.start();
    const started: BillingApp[] = [];
    for (let n = 0; n < nodes; n += 1) {
      started.push(await BillingApp.start(database.url, sandbox, { env, places: 1_000 }));
    }
    const stage = new MoneyStage(database, sandbox, started);
    sandbox.sendWebhooksTo(stage.node.webhookUrl);
    return stage;
  }

  get node(): BillingApp {
    const [first] = this.nodes;
    if (!first) throw new Error('no node was started');
    return first;
  }

  buyer(): Promise<Buyer> {
    return Buyer.arrive(this.node.url, this.sandbox);
  }

  /** An account that is made an administrator before it signs in. */
  async admin(): Promise<Visitor> {
    const email = `admin-${crypto.randomUUID()}@example.com`;
    await registered(this.node.url, email);
    await this.database.query(`UPDATE accounts SET role = 'admin' WHERE email = $1`, [email]);
    return signedIn(this.node.url, email);
  }

  /** Somebody who bought a session that is active. */
  async activeSession(): Promise<{ buyer: Buyer; orderId: string; sessionId: string; payment: string }> {
    const buyer = await this.buyer();
    const orderId = await buyer.buy();
    const sessionId = await until('the session is active', async () => {
      const { session_id } = await this.order(orderId);
      return session_id !== null && (await this.stateOf(session_id)) === 'active' && session_id;
    });
    const { stripe_payment_intent_id: payment } = await this.order(orderId);
    return { buyer, orderId, sessionId, payment };
  }

  async order(id: string): Promise<OrderRow> {
    const [row] = await this.database.query<OrderRow>(
      'SELECT id, status, session_id, refunded_cents, stripe_payment_intent_id FROM orders WHERE id = $1',
      [id],
    );
    if (!row) throw new Error(`no order ${id}`);
    return row;
  }

  async stateOf(sessionId: string): Promise<string> {
    const [row] = await this.database.query<{ state: string }>(
      `SELECT coalesce(end_reason, state) AS state FROM sessions WHERE id = $1`,
      [sessionId],
    );
    return row?.state ?? 'none';
  }

  /** `active`, `provisioning`, or why it ended. */
  becomes(sessionId: string, state: string): Promise<unknown> {
    return until(`the session is ${state}`, async () => (await this.stateOf(sessionId)) === state);
  }

  orderBecomes(orderId: string, status: string): Promise<unknown> {
    return until(`the order is ${status}`, async () => (await this.order(orderId)).status === status);
  }

  /** The newest event of a type has been handled. */
  handled(type: string, objectId: string): Promise<unknown> {
    return until(`${type} is handled`, async () => {
      const rows = await this.database.query(
        `SELECT FROM stripe_events WHERE type = $1 AND object_id = $2 AND state <> 'received'`,
        [type, objectId],
      );
      return rows.length > 0;
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
    await this.sandbox.stop();
    await this.database.stop();
  }
}
