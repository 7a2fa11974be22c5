import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

/**
 * Changes when the log's history may have changed under the clients: another cluster (restored by dump), another
 * timeline (restored to a point in time), another database.
 */
export async function readLogEpoch(dataSource: DataSource): Promise<string> {
  const [row] = await dataSource.query<{ identity: string }[]>(
    `SELECT concat_ws('/', s.system_identifier, c.timeline_id, d.oid) AS identity
     FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()`,
  );
  return createHash('sha256')
    .update(row?.identity ?? '')
    .digest('hex')
    .slice(0, 16);
}
