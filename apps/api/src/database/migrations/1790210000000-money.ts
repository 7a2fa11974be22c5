import type { MigrationInterface, QueryRunner } from 'typeorm';

const ORDERS = `
-- An order buys a session, or more time for one: then it names that session and how long it was promised. extended_at
-- stands while that time is the session's: it is given once and taken back once.
ALTER TABLE orders
  ADD COLUMN extends_session_id uuid REFERENCES sessions,
  ADD COLUMN extension_seconds int CHECK (extension_seconds > 0),
  ADD COLUMN extended_at timestamptz,
  ADD COLUMN stripe_charge_id text,
  ADD COLUMN receipt_url text,
  ADD COLUMN refunded_cents int NOT NULL DEFAULT 0,
  ADD CONSTRAINT extensions_have_a_length CHECK ((extends_session_id IS NULL) = (extension_seconds IS NULL)),
  ADD CONSTRAINT extensions_make_no_session CHECK (extends_session_id IS NULL OR session_id IS NULL);
DROP INDEX one_open_order_an_account;
CREATE UNIQUE INDEX one_open_order_an_account ON orders (account_id) WHERE status = 'open' AND extends_session_id IS NULL;
CREATE UNIQUE INDEX one_open_extension_a_session ON orders (extends_session_id) WHERE status = 'open';
CREATE INDEX orders_of_account ON orders (account_id, created_at DESC, id DESC);
CREATE INDEX orders_newest ON orders (created_at DESC, id DESC);
CREATE INDEX orders_paid ON orders (paid_at) WHERE status = 'paid';
CREATE INDEX orders_by_extended_session ON orders (extends_session_id);
`;

const BACKWARDS = `
-- Money on its way back. Of ours one at a time: the next one only after Stripe said that the last one failed.
CREATE TABLE refunds (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id uuid NOT NULL REFERENCES orders,
  attempt int NOT NULL DEFAULT 1,
  stripe_refund_id text UNIQUE,
  amount_cents int NOT NULL CHECK (amount_cents > 0),
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN ('requested', 'pending', 'succeeded', 'failed', 'canceled')),
  reason text NOT NULL CHECK (reason IN ('failed_to_start', 'session_over', 'by_admin', 'at_stripe')),
  requested_by text NOT NULL,
  note text,
  failure text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at timestamptz
);
CREATE UNIQUE INDEX one_refund_of_ours ON refunds (order_id)
  WHERE reason <> 'at_stripe' AND state IN ('requested', 'pending', 'succeeded');
CREATE INDEX refunds_of_order ON refunds (order_id, created_at);
CREATE INDEX refunds_newest ON refunds (created_at DESC, id DESC);
CREATE INDEX refunds_requested ON refunds (created_at) WHERE state = 'requested';

CREATE TABLE disputes (
  id text PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders,
  amount_cents int NOT NULL,
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'won', 'lost', 'withdrawn')),
  stripe_status text NOT NULL,
  reason text NOT NULL,
  opened_at timestamptz NOT NULL,
  evidence_due_at timestamptz,
  closed_at timestamptz,
  evidence jsonb NOT NULL
);
CREATE INDEX disputes_of_order ON disputes (order_id);
CREATE INDEX disputes_newest ON disputes (opened_at DESC, id DESC);

CREATE TABLE fraud_warnings (
  id text PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders,
  type text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX fraud_warnings_of_order ON fraud_warnings (order_id);
`;

const INBOX = `
CREATE INDEX stripe_events_newest ON stripe_events (received_at DESC, id DESC);
CREATE INDEX stripe_events_waiting ON stripe_events (state) WHERE state IN ('parked', 'failed');

-- What is done by one node, once in a while: when it was last begun.
CREATE TABLE billing_rounds (
  name text PRIMARY KEY,
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
`;

const TIME = `
ALTER TABLE sessions
  ADD COLUMN extended_seconds int NOT NULL DEFAULT 0,
  ADD COLUMN credited_seconds int NOT NULL DEFAULT 0;

-- When the desktop of a living session last answered us: one row a session.
CREATE TABLE desktop_heartbeats (
  session_id uuid PRIMARY KEY REFERENCES sessions,
  seen_at timestamptz NOT NULL
);

-- An outage of ours, given back once.
CREATE TABLE downtime_credits (
  session_id uuid NOT NULL REFERENCES sessions,
  began_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL,
  seconds int NOT NULL CHECK (seconds > 0),
  PRIMARY KEY (session_id, began_at)
);
`;

/** Every way that money moves: extensions, refunds with their own lives, disputes; and time that is given back. */
export class Money1790210000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const area of [ORDERS, BACKWARDS, INBOX, TIME]) await runner.query(area);
  }

  /** Extensions have no words in the older schema: those that are still open go, those that were paid stay as orders. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE downtime_credits, desktop_heartbeats, billing_rounds, fraud_warnings, disputes, refunds;
      ALTER TABLE sessions DROP COLUMN credited_seconds, DROP COLUMN extended_seconds;
      UPDATE orders SET status = 'expired', closed_at = clock_timestamp()
        WHERE status = 'open' AND extends_session_id IS NOT NULL;
      DROP INDEX one_open_extension_a_session, one_open_order_an_account, orders_of_account, orders_newest, orders_paid,
        orders_by_extended_session, stripe_events_newest, stripe_events_waiting;
      CREATE UNIQUE INDEX one_open_order_an_account ON orders (account_id) WHERE status = 'open';
      ALTER TABLE orders DROP CONSTRAINT extensions_make_no_session, DROP CONSTRAINT extensions_have_a_length,
        DROP COLUMN refunded_cents, DROP COLUMN receipt_url, DROP COLUMN stripe_charge_id,
        DROP COLUMN extended_at, DROP COLUMN extension_seconds, DROP COLUMN extends_session_id`);
  }
}
