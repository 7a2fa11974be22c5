import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { SignalBus } from '../signals/signal-bus.js';
import { EventLog } from './event-log.js';
import { ACTIVATES_FROM } from './session-machine.js';

/** Starts the clock of a session: from the moment its desktop answered, not from the payment. */
@Injectable()
export class SessionActivation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly bus: SignalBus,
    private readonly log: PinoLogger,
  ) {
    log.setContext(SessionActivation.name);
  }

  /** @returns false when it was active already, or over before it began */
  async activate(sessionId: string, generation: number): Promise<boolean> {
    const activated = await this.dataSource.transaction(async (manager) => {
      const [[row]] = await manager.query<[{ activatedAt: Date; expiresAt: Date }[], number]>(
        `UPDATE sessions SET state = 'active', activated_at = t.now, expires_at = t.now + make_interval(secs => ttl_seconds)
         FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS now) t
         WHERE id = $1 AND state = ANY($2) RETURNING activated_at AS "activatedAt", expires_at AS "expiresAt"`,
        [sessionId, ACTIVATES_FROM],
      );
      if (!row) return false;
      await this.events.append(manager, sessionId, 'desktop.ready', { generation });
      await this.events.append(manager, sessionId, 'session.activated', {
        activatedAt: row.activatedAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
      });
      return true;
    });
    if (activated) {
      this.bus.publish('session-changed', sessionId);
      this.events.announce(sessionId);
      this.log.info({ sessionId, generation }, 'session activated');
    }
    return activated;
  }
}
