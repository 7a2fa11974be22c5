import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import type { EndReason } from '#contracts';
import { Endings } from '../signals/endings.js';
import { EventLog } from './event-log.js';
import { expiryLateness, sessionsEnded } from './metrics.js';
import { ENDS_FROM } from './session-machine.js';

export interface EndedSession {
  id: string;
  endedAt: Date;
  expiresAt: Date | null;
  reason: EndReason;
  /** For `announce`. */
  endingNumber: string;
}

/**
 * Ends sessions: the row, the last event and the order to every holder in one transaction, the hints after it. Whoever
 * comes second finds nothing to end.
 */
@Injectable()
export class SessionEnding {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly endings: Endings,
    private readonly log: PinoLogger,
  ) {
    log.setContext(SessionEnding.name);
  }

  /** @returns undefined when the session was not in a state this reason can end */
  async end(sessionId: string, reason: EndReason): Promise<EndedSession | undefined> {
    const ended = await this.dataSource.transaction((manager) => this.endWithin(manager, sessionId, reason));
    if (ended) this.announce(ended);
    return ended;
  }

  /** In the caller's transaction, who calls `announce` after the commit. */
  async endWithin(
    manager: EntityManager,
    sessionId: string,
    reason: EndReason,
  ): Promise<EndedSession | undefined> {
    const [[row]] = await manager.query<[{ endedAt: Date; expiresAt: Date | null }[], number]>(
      `UPDATE sessions SET state = 'ended', end_reason = $2, ended_at = date_trunc('milliseconds', clock_timestamp())
       WHERE id = $1 AND state = ANY($3) AND ($2 <> 'expired' OR expires_at <= clock_timestamp())
       RETURNING ended_at AS "endedAt", expires_at AS "expiresAt"`,
      [sessionId, reason, ENDS_FROM[reason]],
    );
    if (!row) return undefined;
    await this.events.append(manager, sessionId, 'session.ended', {
      endReason: reason,
      endedAt: row.endedAt.toISOString(),
    });
    const endingNumber = await this.endings.record(manager, { kind: 'session', id: sessionId, reason });
    return { id: sessionId, ...row, reason, endingNumber };
  }

  announce({ id, reason, endedAt, expiresAt, endingNumber }: EndedSession): void {
    this.endings.announce(endingNumber);
    this.events.announce(id);
    const latenessMs =
      reason === 'expired' && expiresAt ? endedAt.getTime() - expiresAt.getTime() : undefined;
    if (latenessMs !== undefined) expiryLateness.observe(latenessMs / 1_000);
    sessionsEnded.inc({ reason });
    this.log.info({ sessionId: id, reason, latenessMs }, 'session ended');
  }
}
