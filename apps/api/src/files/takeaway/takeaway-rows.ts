import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NodeIdentity } from '../../kernel/node-identity.js';

export interface TakeawayRow {
  sessionId: string;
  /** The host whose data folder has the archive; null while none was made. */
  host: string | null;
  madeAt: Date | null;
  fingerprint: string | null;
  files: number;
  bytes: number;
  deleteAt: Date | null;
}

export interface LivingTakeaway extends TakeawayRow {
  /** The desktop it was made of is lost: nothing else has these files any more. */
  isAllThatIsLeft: boolean;
}

export interface MadeArchive {
  fingerprint: string;
  files: number;
  bytes: number;
}

const ROW = `t.session_id AS "sessionId", t.host, t.made_at AS "madeAt", t.fingerprint, t.files,
  t.bytes::float8 AS bytes, t.delete_at AS "deleteAt"`;
/** How a session may end so that its customer keeps what they asked for; else the files go with it. */
const KEEPING_ENDS = ['expired', 'ended_by_user'];

/** The archives as the database knows them: who asked for one, which there is, and until when. */
@Injectable()
export class TakeawayRows {
  constructor(
    private readonly dataSource: DataSource,
    private readonly node: NodeIdentity,
  ) {}

  /** Idempotent. False when the session has ended: there is nothing to be kept any more. */
  async ask(sessionId: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `INSERT INTO takeaways (session_id) SELECT id FROM sessions WHERE id = $1 AND state <> 'ended'
       ON CONFLICT (session_id) DO UPDATE SET asked_at = takeaways.asked_at RETURNING 1`,
      [sessionId],
    );
    return rows.length > 0;
  }

  async find(sessionId: string): Promise<TakeawayRow | undefined> {
    const [row] = await this.dataSource.query<TakeawayRow[]>(
      `SELECT ${ROW} FROM takeaways t WHERE t.session_id = $1`,
      [sessionId],
    );
    return row;
  }

  /** Those of sessions that live. */
  living(): Promise<LivingTakeaway[]> {
    return this.dataSource.query<LivingTakeaway[]>(
      `SELECT ${ROW}, EXISTS (
         SELECT 1 FROM session_events e
         WHERE e.session_id = t.session_id AND e.name = 'desktop.lost' AND e.at > t.made_at
       ) AS "isAllThatIsLeft"
       FROM takeaways t JOIN sessions s ON s.id = t.session_id WHERE s.state = 'active'`,
    );
  }

  /** The archive lies in this host's data folder now. False when nobody wants it any more. */
  async made(sessionId: string, { fingerprint, files, bytes }: MadeArchive): Promise<boolean> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      `UPDATE takeaways SET host = $2, made_at = clock_timestamp(), fingerprint = $3, files = $4, bytes = $5
       WHERE session_id = $1`,
      [sessionId, this.node.host, fingerprint, files, bytes],
    );
    return count > 0;
  }

  /** The archive is not where it was. Of a session that has ended nothing is left to make one of. */
  async lost(sessionId: string): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM takeaways t USING sessions s WHERE s.id = t.session_id AND s.id = $1 AND s.state = 'ended'`,
      [sessionId],
    );
    await this.dataSource.query(
      `UPDATE takeaways SET host = NULL, made_at = NULL, fingerprint = NULL, files = 0, bytes = 0
       WHERE session_id = $1`,
      [sessionId],
    );
  }

  /** Sets, for every session that has ended, when its archive goes: after a while, or at once. */
  async settleEnded(hours: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE takeaways t SET delete_at = CASE WHEN s.end_reason = ANY($2)
         THEN s.ended_at + make_interval(hours => $1) ELSE clock_timestamp() END
       FROM sessions s WHERE s.id = t.session_id AND s.state = 'ended' AND t.delete_at IS NULL`,
      [hours, KEEPING_ENDS],
    );
  }

  /** Ids of archives that may lie here and whose time is over, with those that were never made. */
  async due(): Promise<string[]> {
    const rows = await this.dataSource.query<{ sessionId: string }[]>(
      `SELECT session_id AS "sessionId" FROM takeaways
       WHERE delete_at <= clock_timestamp() AND (host IS NULL OR host = $1)`,
      [this.node.host],
    );
    return rows.map(({ sessionId }) => sessionId);
  }

  /** The customer has changed their mind, or its time is over: the file is gone. */
  async forget(sessionId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM takeaways WHERE session_id = $1', [sessionId]);
  }
}
