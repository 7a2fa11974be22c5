import type { DataSource } from 'typeorm';

/** Any number, the same on every node: the advisory lock that lets one node migrate at a time. */
const MIGRATION_LOCK = 7_130_421;

/** Brings the schema up to date, once, however many nodes start together: the others wait and find it done. */
export async function migrate(dataSource: DataSource): Promise<void> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SET lock_timeout = 0; SET statement_timeout = 0');
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await lock.query('RESET lock_timeout; RESET statement_timeout');
    await lock.release();
  }
}
