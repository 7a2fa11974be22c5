import type { EntityManager } from 'typeorm';

export interface UsedBytes {
  /** By all recordings of the session. */
  session: number;
  /** By all recordings there are. */
  total: number;
}

/** What the recordings that are kept take, as of a few seconds ago for those that run. */
export async function usedBytes(manager: EntityManager, sessionId: string): Promise<UsedBytes> {
  const [used] = await manager.query<UsedBytes[]>(
    `SELECT coalesce(sum(g.bytes), 0)::float8 AS total,
       coalesce(sum(g.bytes) FILTER (WHERE r.session_id = $1), 0)::float8 AS session
     FROM recording_segments g JOIN recordings r ON r.id = g.recording_id`,
    [sessionId],
  );
  return used ?? { session: 0, total: 0 };
}
