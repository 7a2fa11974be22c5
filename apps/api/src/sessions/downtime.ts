import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { downtimeCredited } from './metrics.js';
import { SessionTime } from './session-time.js';

/** Four beats. Less than this without one is noise: a restart of ours, a slow minute. */
const OUTAGE_SECONDS = 60;
const MINUTE_MS = 60_000;

/**
 * Gives back what a desktop was out of reach for, through whatever fault of ours: it died, its host did, we did. Between
 * two heartbeats of a session that lie further apart than they may lies one outage; whoever moves the heartbeat past it
 * credits it, and only one can.
 */
@Injectable()
export class Downtime {
  constructor(
    private readonly dataSource: DataSource,
    private readonly time: SessionTime,
    private readonly log: PinoLogger,
  ) {
    log.setContext(Downtime.name);
  }

  /** The desktops of these sessions answer now. One row a session; those of ended ones go. */
  async seen(sessionIds: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO desktop_heartbeats (session_id, seen_at)
       SELECT id, date_trunc('milliseconds', clock_timestamp()) FROM sessions WHERE id = ANY($1) AND state = 'active'
       ON CONFLICT (session_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
         WHERE desktop_heartbeats.seen_at BETWEEN EXCLUDED.seen_at - make_interval(secs => $2) AND EXCLUDED.seen_at`,
      [sessionIds, OUTAGE_SECONDS],
    );
    for (const { sessionId, from } of await this.outages(sessionIds)) await this.giveBack(sessionId, from);
    await this.dataSource.query(
      `DELETE FROM desktop_heartbeats h USING sessions s WHERE s.id = h.session_id AND s.state = 'ended'`,
    );
  }

  private outages(sessionIds: readonly string[]): Promise<{ sessionId: string; from: Date }[]> {
    return this.dataSource.query(
      `SELECT session_id AS "sessionId", seen_at AS from FROM desktop_heartbeats
       WHERE session_id = ANY($1) AND seen_at < clock_timestamp() - make_interval(secs => $2)`,
      [sessionIds, OUTAGE_SECONDS],
    );
  }

  private async giveBack(sessionId: string, from: Date): Promise<void> {
    const seconds = await this.dataSource.transaction(async (manager) => {
      const [[row]] = await manager.query<[{ to: Date }[], number]>(
        `UPDATE desktop_heartbeats SET seen_at = date_trunc('milliseconds', clock_timestamp())
         WHERE session_id = $1 AND seen_at = $2 RETURNING seen_at AS to`,
        [sessionId, from],
      );
      if (!row) return 0;
      const owed = Math.ceil((row.to.getTime() - from.getTime()) / MINUTE_MS) * 60;
      if (!(await this.time.credit(manager, sessionId, { from, to: row.to, seconds: owed }))) return 0;
      await manager.query(
        'INSERT INTO downtime_credits (session_id, began_at, ended_at, seconds) VALUES ($1, $2, $3, $4)',
        [sessionId, from, row.to, owed],
      );
      return owed;
    });
    if (seconds === 0) return;
    this.time.announce(sessionId);
    downtimeCredited.inc(seconds);
    this.log.error({ sessionId, seconds, from }, 'outage given back');
  }
}
