import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DesktopHost } from './desktop-host.js';
import { START_ABANDONED } from './desktop-ledger.js';

/** As many starts in a row are tried for one session before its dollar goes back. */
const FAILURES_THAT_TELL = 3;
const LATELY_SECONDS = 600;
const FAILURES_WITHIN_SECONDS = 120;
const NO_FAILURES = ['SESSION_ENDED', START_ABANDONED];

/** What the rows of desktops say when they are counted. */
@Injectable()
export class DesktopTallies {
  constructor(
    private readonly dataSource: DataSource,
    private readonly host: DesktopHost,
  ) {}

  /** Desktops of this host that no session has: warm ones, those older than `agedSeconds` apart, and those on their way. */
  async unclaimed(agedSeconds: number): Promise<{ fresh: number; aged: number; starting: number }> {
    const [counts] = await this.dataSource.query<{ fresh: number; aged: number; starting: number }[]>(
      `SELECT count(*) FILTER (WHERE state = 'starting')::int AS starting,
         count(*) FILTER (WHERE state = 'warm' AND NOT is_aged)::int AS fresh,
         count(*) FILTER (WHERE state = 'warm' AND is_aged)::int AS aged
       FROM (SELECT *, created_at < clock_timestamp() - make_interval(secs => $2) AS is_aged FROM desktops) d
       WHERE host = $1 AND session_id IS NULL AND state IN ('starting', 'warm')`,
      [this.host.id, agedSeconds],
    );
    return counts ?? { fresh: 0, aged: 0, starting: 0 };
  }

  /**
   * Why desktops do not start at the moment: the last few of these minutes all failed, wherever they were tried. Null
   * when they do. What was given up because its session ended, or its process died, says nothing.
   */
  async startFailure(): Promise<string | null> {
    const [row] = await this.dataSource.query<{ fail: boolean | null; error: string | null }[]>(
      `SELECT count(*) = $1 AND bool_and(state = 'gone' AND ready_at IS NULL AND error IS NOT NULL) AS fail,
         (array_agg(error ORDER BY created_at DESC))[1] AS error FROM (
         SELECT state, ready_at, error, created_at FROM desktops
         WHERE created_at > clock_timestamp() - make_interval(secs => $2) AND state <> 'starting'
           AND (error IS NULL OR error <> ALL($3))
         ORDER BY created_at DESC LIMIT $1
       ) latest`,
      [FAILURES_THAT_TELL, FAILURES_WITHIN_SECONDS, NO_FAILURES],
    );
    return row?.fail ? row.error : null;
  }

  /** How many desktops of the session ended by themselves within the last minutes. */
  async lostLately(sessionId: string): Promise<number> {
    const [row] = await this.dataSource.query<{ lost: number }[]>(
      `SELECT count(*)::int AS lost FROM desktops
       WHERE session_id = $1 AND lost_at > clock_timestamp() - make_interval(secs => $2)`,
      [sessionId, LATELY_SECONDS],
    );
    return row?.lost ?? 0;
  }
}
