import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { EventLog } from './event-log.js';
import { WARN_MINUTES_BEFORE } from './warning-times.js';

const SWEEP_MS = 1_000;

/** Says in the log that a session is about to end: 60, 10 and 1 minutes before; those past at activation never. */
@Injectable()
export class ExpiryWarnings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly log: PinoLogger,
  ) {
    log.setContext(ExpiryWarnings.name);
  }

  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    try {
      for (const minutes of WARN_MINUTES_BEFORE) await this.warn(minutes);
    } catch (err) {
      this.log.warn({ err }, 'expiry warnings not written');
    }
  }

  private async warn(minutes: number): Promise<void> {
    const warned = await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ id: string; expiresAt: Date }[], number]>(
        `UPDATE sessions SET warned_minutes = $1
         WHERE state = 'active' AND expires_at > clock_timestamp()
           AND expires_at - make_interval(mins => $1) <= clock_timestamp()
           AND expires_at - make_interval(mins => $1) > activated_at
           AND (warned_minutes IS NULL OR warned_minutes > $1)
         RETURNING id, expires_at AS "expiresAt"`,
        [minutes],
      );
      for (const { id, expiresAt } of rows) {
        await this.events.append(manager, id, 'session.expiring', {
          minutesLeft: minutes,
          expiresAt: expiresAt.toISOString(),
        });
      }
      return rows;
    });
    for (const { id } of warned) this.events.announce(id);
  }
}
