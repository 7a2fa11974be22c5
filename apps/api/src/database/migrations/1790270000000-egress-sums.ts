import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a desktop did through its gate for its session. Null where nobody counts, or nothing was told yet. */
export class EgressSums1790270000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desktops ADD COLUMN egress_connections bigint, ADD COLUMN egress_bytes_up bigint,
        ADD COLUMN egress_bytes_down bigint, ADD COLUMN egress_denied bigint`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desktops DROP COLUMN egress_connections, DROP COLUMN egress_bytes_up,
        DROP COLUMN egress_bytes_down, DROP COLUMN egress_denied`);
  }
}
