import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of a desktop existed when its end began, and when a look no longer found it: its deletion certificate. */
export class DeletionCertificates1790220000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE desktop_parts (
        desktop_id uuid NOT NULL REFERENCES desktops,
        kind text NOT NULL,
        id text NOT NULL,
        label text,
        bytes bigint NOT NULL DEFAULT 0,
        found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        gone_at timestamptz,
        PRIMARY KEY (desktop_id, kind, id)
      );
      -- Desktops that were gone before there were certificates get none.
      ALTER TABLE desktops ADD COLUMN certified_at timestamptz;
      UPDATE desktops SET certified_at = coalesce(gone_at, lost_at) WHERE state IN ('gone', 'lost');
      CREATE INDEX desktops_uncertified ON desktops (host) WHERE certified_at IS NULL AND session_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desktops DROP COLUMN certified_at;
      DROP TABLE desktop_parts`);
  }
}
