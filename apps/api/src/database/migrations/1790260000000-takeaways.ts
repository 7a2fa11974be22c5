import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Archives of a desktop's files that outlive it for a while, where its customer asked for one. */
export class Takeaways1790260000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE takeaways (
        session_id uuid PRIMARY KEY REFERENCES sessions,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- The archive as it was last made: on which host, of what.
        host text,
        made_at timestamptz,
        fingerprint text,
        files integer NOT NULL DEFAULT 0,
        bytes bigint NOT NULL DEFAULT 0,
        -- From the end of the session on.
        delete_at timestamptz
      );
      CREATE INDEX takeaways_by_host ON takeaways (host)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE takeaways');
  }
}
