import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A lost dispute freezes its account until an administrator lifts that. */
export class LiftedFreezes1790262000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE disputes ADD COLUMN lifted_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE disputes DROP COLUMN lifted_at');
  }
}
