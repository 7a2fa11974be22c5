import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECORDINGS = `
-- What was recorded of a session's desktop, and is being recorded. The files are with the instance 'host', which has the
-- recording as long as its lease runs; a deleted recording keeps this row and nothing else.
CREATE TABLE recordings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  session_id uuid NOT NULL REFERENCES sessions,
  started_by text NOT NULL CHECK (started_by IN ('customer', 'policy')),
  started_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  stopped_at timestamptz,
  stop_reason text CHECK (stop_reason IN ('customer', 'admin', 'session_ended', 'full', 'disk_full')),
  deleted_at timestamptz,
  host text,
  leased_until timestamptz,
  CHECK ((stopped_at IS NULL) = (stop_reason IS NULL)),
  CHECK (deleted_at IS NULL OR stopped_at IS NOT NULL)
);
CREATE UNIQUE INDEX recordings_one_at_a_time ON recordings (session_id) WHERE stopped_at IS NULL;
CREATE INDEX recordings_kept ON recordings (session_id) WHERE deleted_at IS NULL;

-- One file each. 'ended_at' and 'bytes' of an open one are as of a few seconds ago.
CREATE TABLE recording_segments (
  recording_id uuid NOT NULL REFERENCES recordings,
  n int NOT NULL CHECK (n > 0),
  started_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL,
  bytes bigint NOT NULL DEFAULT 0,
  is_open boolean NOT NULL DEFAULT true,
  PRIMARY KEY (recording_id, n)
);
CREATE INDEX recording_segments_open ON recording_segments (recording_id) WHERE is_open;
`;

/** Recordings of what desktops show. */
export class Recordings1790230000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RECORDINGS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recording_segments, recordings');
  }
}
