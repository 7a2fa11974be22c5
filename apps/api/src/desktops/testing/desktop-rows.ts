import type { DataSource } from 'typeorm';

/** The desktops a session has had, the first one first. */
export function desktopRows(dataSource: DataSource, sessionId: string) {
  return dataSource.query<{ id: string; state: string; error: string | null }[]>(
    'SELECT id, state, error FROM desktops WHERE session_id = $1 ORDER BY generation',
    [sessionId],
  );
}

/** What was registered for a session, and when it was gone. */
export function holderRows(dataSource: DataSource, sessionId: string) {
  return dataSource.query<{ id: string; goneAt: Date | null }[]>(
    'SELECT id, gone_at AS "goneAt" FROM holders WHERE session_id = $1',
    [sessionId],
  );
}

/** The row alone: no order goes out. */
export async function endSession(dataSource: DataSource, sessionId: string): Promise<void> {
  await dataSource.query(
    `UPDATE sessions SET state = 'ended', end_reason = 'revoked', ended_at = clock_timestamp() WHERE id = $1`,
    [sessionId],
  );
}
