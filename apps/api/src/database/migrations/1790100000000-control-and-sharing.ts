import type { MigrationInterface, QueryRunner } from 'typeorm';

const CONTROL = `
-- Who sees a session's desktop, one row a connection. Of a node that died the rows are closed by the others.
CREATE TABLE viewers (
  connection uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions,
  viewer text NOT NULL,
  access text NOT NULL CHECK (access IN ('control', 'view')),
  kind text NOT NULL CHECK (kind IN ('customer', 'admin', 'guest')),
  share_id uuid REFERENCES shares,
  joined_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  left_at timestamptz
);
CREATE INDEX viewers_there ON viewers (session_id) WHERE left_at IS NULL;

-- Who may act on a session's desktop, and who asked to. A session nobody acted on yet has no row: its epoch is 0.
CREATE TABLE control_leases (
  session_id uuid PRIMARY KEY REFERENCES sessions,
  epoch int NOT NULL CHECK (epoch > 0),
  holder_kind text CHECK (holder_kind IN ('user', 'agent')),
  holder text,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  requester_kind text CHECK (requester_kind IN ('user', 'agent')),
  requester text,
  requested_at timestamptz,
  CHECK ((holder IS NULL) = (holder_kind IS NULL)),
  CHECK ((requester IS NULL) = (requester_kind IS NULL) AND (requester IS NULL) = (requested_at IS NULL))
);
`;

const SHARING = `
-- Links to watch a desktop. The secret is told once; only its hash is kept.
CREATE TABLE shares (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  session_id uuid NOT NULL REFERENCES sessions,
  hash bytea NOT NULL UNIQUE,
  label text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX shares_of_session ON shares (session_id) WHERE revoked_at IS NULL;

-- A token is of a login or of a share, and one of a share can be nothing but a view of one desktop.
ALTER TABLE connection_tokens
  ALTER COLUMN login_id DROP NOT NULL,
  ADD COLUMN viewer uuid,
  ADD COLUMN share_id uuid REFERENCES shares,
  ADD CONSTRAINT of_a_login_or_a_share CHECK ((login_id IS NULL) = (share_id IS NOT NULL)),
  ADD CONSTRAINT shares_are_views CHECK (share_id IS NULL
    OR (purpose = 'desktop' AND access IS NOT DISTINCT FROM 'view' AND session_id IS NOT NULL));

ALTER TABLE endings
  DROP CONSTRAINT endings_kind_check,
  ADD CONSTRAINT endings_kind_check CHECK (kind IN ('session', 'login', 'account', 'share'));
`;

/** Several viewers of one desktop: who watches, who may act, and links for guests. */
export class ControlAndSharing1790100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const area of [SHARING, CONTROL]) await runner.query(area);
  }

  /** Tokens and orders to end that the older schema has no words for are seconds old at most: they go. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM connection_tokens WHERE share_id IS NOT NULL;
      DELETE FROM endings WHERE kind = 'share';
      ALTER TABLE endings DROP CONSTRAINT endings_kind_check,
        ADD CONSTRAINT endings_kind_check CHECK (kind IN ('session', 'login', 'account'));
      ALTER TABLE connection_tokens DROP CONSTRAINT shares_are_views, DROP CONSTRAINT of_a_login_or_a_share,
        DROP COLUMN share_id, DROP COLUMN viewer, ALTER COLUMN login_id SET NOT NULL;
      DROP TABLE control_leases, viewers, shares`);
  }
}
