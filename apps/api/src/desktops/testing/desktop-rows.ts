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

/** Audit entries that certify the deletion of a desktop. */
export function certificatesOf(dataSource: DataSource, desktopId: string) {
  return dataSource.query<{ data: Record<string, unknown> }[]>(
    `SELECT data FROM audit_entries WHERE action = 'desktop.deleted' AND data ->> 'desktopId' = $1`,
    [desktopId],
  );
}

/** What was written down of a desktop when it ended. */
export function partRows(dataSource: DataSource, desktopId: string) {
  return dataSource.query<{ kind: string; id: string; foundAt: Date; goneAt: Date | null }[]>(
    'SELECT kind, id, found_at AS "foundAt", gone_at AS "goneAt" FROM desktop_parts WHERE desktop_id = $1',
    [desktopId],
  );
}
