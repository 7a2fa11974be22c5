import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Connection tokens of the sound socket, for logins and for share links. */
export class Sound1790271000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE connection_tokens
        DROP CONSTRAINT connection_tokens_purpose_check,
        ADD CONSTRAINT connection_tokens_purpose_check CHECK (purpose IN ('events', 'desktop', 'sound')),
        DROP CONSTRAINT shares_are_views,
        ADD CONSTRAINT shares_are_views CHECK (share_id IS NULL
          OR (purpose IN ('desktop', 'sound') AND access IS NOT DISTINCT FROM 'view' AND session_id IS NOT NULL))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM connection_tokens WHERE purpose = 'sound'");
    await runner.query(`
      ALTER TABLE connection_tokens
        DROP CONSTRAINT connection_tokens_purpose_check,
        ADD CONSTRAINT connection_tokens_purpose_check CHECK (purpose IN ('events', 'desktop')),
        DROP CONSTRAINT shares_are_views,
        ADD CONSTRAINT shares_are_views CHECK (share_id IS NULL
          OR (purpose = 'desktop' AND access IS NOT DISTINCT FROM 'view' AND session_id IS NOT NULL))`);
  }
}
