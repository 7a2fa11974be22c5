import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each host's own look at its desktops found: any node can show it, whichever was asked. */
export class DesktopHosts1790221000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE desktop_hosts (
        host text PRIMARY KEY,
        driver text NOT NULL,
        looked_at timestamptz NOT NULL,
        took_ms double precision NOT NULL,
        capacity jsonb NOT NULL,
        pool jsonb NOT NULL,
        desktops jsonb NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE desktop_hosts');
  }
}
