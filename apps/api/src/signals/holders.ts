import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HolderKind } from '#contracts';
import { PreparedStatement } from '../database/prepared-statement.js';
import { NodeIdentity } from '../kernel/node-identity.js';
import { Acknowledgements } from './acknowledgements.js';
import type { Holder } from './holder.js';

export interface HolderRecord extends Holder {
  node: string;
  registeredAt: Date;
  goneAt: Date | null;
}

/** FOR SHARE waits for an ending in flight: either the holder is in its receipt, or it is seen that the session ended. */
const REGISTER = `
  INSERT INTO holders (session_id, kind, id, node)
  SELECT id, $2, $3, $4 FROM (SELECT id FROM sessions WHERE id = $1 AND state <> 'ended' FOR SHARE) alive
  ON CONFLICT (session_id, kind, id) DO UPDATE SET node = EXCLUDED.node, gone_at = NULL RETURNING 1`;

/**
 * Everything that lives for a session, on all nodes: registered before it lives, acknowledged when it is gone. What a
 * revocation proves is read from here.
 */
@Injectable()
export class Holders {
  private readonly acknowledgements: Acknowledgements;
  private readonly registering: PreparedStatement<object>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly node: NodeIdentity,
  ) {
    this.acknowledgements = new Acknowledgements(dataSource);
    this.registering = new PreparedStatement(dataSource, 'register-holder', REGISTER);
  }

  /** @returns false when the session has ended: nothing may be born for it any more */
  async register({ sessionId, kind, id }: Holder): Promise<boolean> {
    const rows = await this.registering.query([sessionId, kind, id, this.node.id]);
    return rows.length > 0;
  }

  /** Says that a holder is gone, with the database's time; resolves when it is written. Saying it again changes nothing. */
  acknowledge(holder: Holder): Promise<void> {
    return this.acknowledgements.add(holder);
  }

  /**
   * All that were alive when the session ended at `at`, gone since or not. When they were registered does not matter:
   * nothing can register after the end, and `at` was read before its transaction had waited for the last to register.
   */
  async aliveAt(sessionId: string, at: Date): Promise<HolderRecord[]> {
    return this.dataSource.query<HolderRecord[]>(
      `SELECT session_id AS "sessionId", kind, id, node, registered_at AS "registeredAt", gone_at AS "goneAt"
       FROM holders WHERE session_id = $1 AND (gone_at IS NULL OR gone_at >= $2)
       ORDER BY gone_at NULLS LAST, kind, id`,
      [sessionId, at],
    );
  }

  /** Sockets open now, by session: what the console shows. */
  async countAlive(sessionIds: readonly string[]): Promise<Map<string, Record<HolderKind, number>>> {
    const counts = new Map<string, Record<HolderKind, number>>(
      sessionIds.map((id) => [id, { events: 0, desktop: 0, task: 0, process: 0 }]),
    );
    const rows = await this.dataSource.query<{ sessionId: string; kind: HolderKind; count: number }[]>(
      `SELECT session_id AS "sessionId", kind, count(*)::int AS count FROM holders
       WHERE session_id = ANY($1) AND gone_at IS NULL GROUP BY 1, 2`,
      [sessionIds],
    );
    for (const { sessionId, kind, count } of rows) {
      const of = counts.get(sessionId);
      if (of) of[kind] = count;
    }
    return counts;
  }
}
