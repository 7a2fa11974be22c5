import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SignalBus } from '../signals/signal-bus.js';
import { EventLog } from './event-log.js';
import { WARN_MINUTES_BEFORE } from './warning-times.js';

export interface Outage {
  from: Date;
  to: Date;
  seconds: number;
}

/**
 * Moves the deadline of a living session, in place: one guarded statement and its event in the caller's transaction, who
 * calls `announce` after the commit. Timers, relays and the desktop's own last line follow the hint, or the sweep
 * (`deadlines.ts`).
 */
@Injectable()
export class SessionTime {
  constructor(
    private readonly events: EventLog,
    private readonly bus: SignalBus,
  ) {}

  /** Time that was bought. False when the session is not active any more: the money must go back. */
  async extend(manager: EntityManager, sessionId: string, seconds: number): Promise<boolean> {
    const expiresAt = await this.move(manager, sessionId, seconds, 'extended_seconds');
    if (!expiresAt) return false;
    await this.events.append(manager, sessionId, 'session.extended', { seconds, expiresAt });
    return true;
  }

  /** Time that we owe. False when the session is over. */
  async credit(manager: EntityManager, sessionId: string, { from, to, seconds }: Outage): Promise<boolean> {
    const expiresAt = await this.move(manager, sessionId, seconds, 'credited_seconds');
    if (!expiresAt) return false;
    const data = { seconds, from: from.toISOString(), to: to.toISOString(), expiresAt };
    await this.events.append(manager, sessionId, 'session.credited', data);
    return true;
  }

  /** Takes bought time back. False when the session would have none left, or is over already. */
  async shorten(manager: EntityManager, sessionId: string, seconds: number): Promise<boolean> {
    const expiresAt = await this.move(manager, sessionId, -seconds, 'extended_seconds');
    if (!expiresAt) return false;
    await this.events.append(manager, sessionId, 'session.shortened', { seconds, expiresAt });
    return true;
  }

  announce(sessionId: string): void {
    this.bus.publish('session-changed', sessionId);
    this.events.announce(sessionId);
  }

  /** Warnings whose time has passed by the new deadline count as given; the others will be given, again if need be. */
  private async move(
    manager: EntityManager,
    sessionId: string,
    seconds: number,
    sum: 'extended_seconds' | 'credited_seconds',
  ): Promise<string | undefined> {
    const [[row]] = await manager.query<[{ expiresAt: Date }[], number]>(
      `UPDATE sessions SET expires_at = expires_at + make_interval(secs => $2), ${sum} = ${sum} + $2,
         warned_minutes = (SELECT min(m) FROM unnest($3::int[]) m
           WHERE expires_at + make_interval(secs => $2) - make_interval(mins => m) <= clock_timestamp())
       WHERE id = $1 AND state = 'active' AND expires_at > clock_timestamp()
         AND expires_at + make_interval(secs => $2) > clock_timestamp()
       RETURNING expires_at AS "expiresAt"`,
      [sessionId, seconds, WARN_MINUTES_BEFORE],
    );
    return row?.expiresAt.toISOString();
  }
}
