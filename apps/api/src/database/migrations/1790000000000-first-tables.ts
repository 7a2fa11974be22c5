import type { MigrationInterface, QueryRunner } from 'typeorm';

const IDENTITY = `
CREATE TABLE accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL,
  email_key text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('customer', 'admin')),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  disabled_at timestamptz,
  frozen_at timestamptz
);
CREATE INDEX accounts_newest ON accounts (created_at DESC, id DESC);

-- One sign-in on one browser; its refresh tokens form a chain that rotates.
CREATE TABLE logins (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  end_reason text
);
CREATE INDEX logins_of_account ON logins (account_id) WHERE ended_at IS NULL;

CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,
  login_id uuid NOT NULL REFERENCES logins ON DELETE CASCADE,
  issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  replaced_at timestamptz
);
CREATE INDEX refresh_tokens_of_login ON refresh_tokens (login_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);

-- One-use tokens for one socket each. Kept a little after use, so that a second use is known for what it is.
CREATE TABLE connection_tokens (
  hash bytea PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('events', 'desktop')),
  account_id uuid NOT NULL REFERENCES accounts,
  login_id uuid NOT NULL REFERENCES logins ON DELETE CASCADE,
  session_id uuid,
  access text CHECK (access IN ('control', 'view')),
  generation int,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX connection_tokens_by_expiry ON connection_tokens (expires_at);
`;

const SESSIONS = `
CREATE TABLE sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts,
  order_id uuid UNIQUE,
  reference text NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('provisioning', 'active', 'ended')),
  ttl_seconds int NOT NULL CHECK (ttl_seconds > 0),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  activated_at timestamptz,
  expires_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  head_seq bigint NOT NULL DEFAULT 0,
  warned_minutes int,
  start_failures int NOT NULL DEFAULT 0,
  CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  CHECK ((state = 'ended') = (end_reason IS NOT NULL)),
  CHECK (state <> 'active' OR expires_at IS NOT NULL)
);
CREATE INDEX sessions_of_account ON sessions (account_id, created_at DESC, id DESC);
CREATE INDEX sessions_newest ON sessions (created_at DESC, id DESC);
CREATE INDEX sessions_due ON sessions (expires_at) WHERE state = 'active';

CREATE TABLE session_events (
  session_id uuid NOT NULL REFERENCES sessions,
  seq bigint NOT NULL CHECK (seq > 0),
  name text NOT NULL,
  at timestamptz NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (session_id, seq)
);

CREATE TABLE revocations (
  session_id uuid PRIMARY KEY REFERENCES sessions,
  revoked_by uuid NOT NULL REFERENCES accounts,
  reason text NOT NULL,
  revoked_at timestamptz NOT NULL
);

CREATE TABLE desktops (
  id uuid PRIMARY KEY,
  session_id uuid REFERENCES sessions,
  generation int NOT NULL DEFAULT 1,
  driver text NOT NULL,
  host text NOT NULL,
  state text NOT NULL CHECK (state IN ('starting', 'warm', 'ready', 'lost', 'ending', 'gone')),
  endpoint jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ready_at timestamptz,
  lost_at timestamptz,
  ended_at timestamptz,
  gone_at timestamptz,
  error text
);
CREATE UNIQUE INDEX one_live_desktop_a_session ON desktops (session_id) WHERE state IN ('starting', 'ready');
CREATE INDEX desktops_not_gone ON desktops (host) WHERE state <> 'gone';
CREATE INDEX desktops_of_session ON desktops (session_id, generation DESC);
`;

const SIGNALS = `
CREATE TABLE nodes (
  id text PRIMARY KEY,
  host text NOT NULL,
  role text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The order that something must end. Written in the transaction that ends it; every node obeys it.
CREATE TABLE endings (
  n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('session', 'login', 'account')),
  id uuid NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX endings_by_time ON endings (at);

-- What lives for a session, and when it was gone: the receipt of a revocation is read from here.
CREATE TABLE holders (
  session_id uuid NOT NULL REFERENCES sessions,
  kind text NOT NULL CHECK (kind IN ('events', 'desktop', 'task', 'process')),
  id text NOT NULL,
  node text NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  gone_at timestamptz,
  PRIMARY KEY (session_id, kind, id)
);
CREATE INDEX holders_alive_on_node ON holders (node) WHERE gone_at IS NULL;

CREATE TABLE audit_entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  action text NOT NULL,
  actor text NOT NULL,
  subject text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_newest ON audit_entries (at DESC, id DESC);
`;

const BILLING = `
CREATE TABLE orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts,
  status text NOT NULL CHECK (status IN ('open', 'pending', 'paid', 'expired', 'failed', 'refunded')),
  attempt int NOT NULL DEFAULT 1,
  amount_cents int NOT NULL CHECK (amount_cents > 0),
  currency text NOT NULL,
  stripe_checkout_id text UNIQUE,
  stripe_url text,
  stripe_payment_intent_id text,
  session_id uuid UNIQUE REFERENCES sessions,
  reserved_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  paid_at timestamptz,
  closed_at timestamptz,
  refunded_at timestamptz,
  refund_reason text,
  asked_at timestamptz
);

CREATE TABLE checkout_keys (
  account_id uuid NOT NULL REFERENCES accounts,
  key text NOT NULL,
  request_hash text NOT NULL,
  order_id uuid NOT NULL REFERENCES orders,
  PRIMARY KEY (account_id, key)
);
CREATE UNIQUE INDEX one_open_order_an_account ON orders (account_id) WHERE status = 'open';
CREATE INDEX orders_unsettled ON orders (created_at) WHERE status IN ('open', 'pending') OR (status = 'paid' AND session_id IS NULL);
CREATE INDEX orders_by_payment_intent ON orders (stripe_payment_intent_id);

CREATE TABLE stripe_events (
  id text PRIMARY KEY,
  type text NOT NULL,
  livemode boolean NOT NULL,
  api_version text,
  object_id text,
  payload json NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'processed', 'parked', 'failed')),
  attempts int NOT NULL DEFAULT 0,
  processed_at timestamptz,
  error text
);
CREATE INDEX stripe_events_unprocessed ON stripe_events (received_at) WHERE state IN ('received', 'failed');
`;

/** The first schema, by area. Guards live in the database too: states, uniqueness, "ended has a reason". */
export class FirstTables1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const area of [IDENTITY, SESSIONS, SIGNALS, BILLING]) await runner.query(area);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE stripe_events, checkout_keys, orders, audit_entries, holders, endings, nodes, desktops, revocations, session_events,
        sessions, connection_tokens, refresh_tokens, logins, accounts`);
  }
}
