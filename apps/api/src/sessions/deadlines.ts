import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { chainedTimeout, type Cancellable } from '../kernel/chained-timeout.js';
import { Clock } from '../kernel/clock.js';
import { Endings } from '../signals/endings.js';
import { SignalBus } from '../signals/signal-bus.js';
import { SessionEnding } from './ending.js';

const SWEEP_MS = 1_000;
const SWEEP_BATCH = 100;
/** What is due within this and has no timer gets one: its hint was lost. Longer than a sweep takes to come round. */
const ARM_AHEAD_SECONDS = 3;
/** Deadlines can move: those whose hint was lost are found by reading all of them, this often. */
const COMPARE_MS = 5_000;
/** A timer that fired a little early, or a clock sample that is a little off: look again this much later. */
const RECHECK_MS = 5;

interface Due {
  id: string;
  expiresAt: Date;
}

type Listener = (sessionId: string, expiresAt: Date) => void;

/**
 * Ends every session at its deadline. Each node keeps a timer for every active session; the database decides when it
 * fires, and only one node wins. The sweep ends what no timer did, and arms what no hint did: it runs each second, also
 * after a restart.
 */
@Injectable()
export class SessionDeadlines implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly timers = new Map<string, Cancellable>();
  /** Deadlines as listeners were told them last. */
  private readonly known = new Map<string, number>();
  private readonly listeners: Listener[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly ending: SessionEnding,
    private readonly log: PinoLogger,
    bus: SignalBus,
    endings: Endings,
  ) {
    log.setContext(SessionDeadlines.name);
    bus.subscribe('session-changed', (id) => void this.rearm(id));
    endings.onEnding(({ kind, id }) => kind === 'session' && this.disarm(id));
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const { id, expiresAt } of await this.activeSessions()) this.arm(id, expiresAt);
  }

  onModuleDestroy(): void {
    for (const id of [...this.timers.keys()]) this.disarm(id);
  }

  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    try {
      const due = await this.dataSource.transaction((manager) =>
        manager.query<{ id: string }[]>(
          `SELECT id FROM sessions WHERE state = 'active' AND expires_at <= clock_timestamp()
           ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
          [SWEEP_BATCH],
        ),
      );
      for (const { id } of due) await this.ending.end(id, 'expired');
      for (const { id, expiresAt } of await this.dueSoon()) if (!this.timers.has(id)) this.arm(id, expiresAt);
    } catch (err) {
      this.log.warn({ err }, 'deadlines not swept');
    }
  }

  /** Called on every node with each session's deadline: when the node first knows of it, and whenever it has moved. */
  onDeadline(listener: Listener): void {
    this.listeners.push(listener);
  }

  @Interval(COMPARE_MS)
  async compare(): Promise<void> {
    try {
      for (const { id, expiresAt } of await this.activeSessions()) {
        if (this.known.get(id) !== expiresAt.getTime()) this.arm(id, expiresAt);
      }
    } catch (err) {
      this.log.warn({ err }, 'deadlines not compared');
    }
  }

  private arm(id: string, expiresAt: Date): void {
    if (this.known.get(id) !== expiresAt.getTime()) {
      this.known.set(id, expiresAt.getTime());
      for (const listener of this.listeners) listener(id, expiresAt);
    }
    this.time(id, expiresAt);
  }

  private time(id: string, expiresAt: Date): void {
    this.timers.get(id)?.cancel();
    const delayMs = expiresAt.getTime() - this.clock.now().getTime();
    this.timers.set(
      id,
      chainedTimeout(() => void this.fire(id), delayMs),
    );
  }

  private disarm(id: string): void {
    this.timers.get(id)?.cancel();
    this.timers.delete(id);
    this.known.delete(id);
  }

  private async fire(id: string): Promise<void> {
    this.timers.delete(id);
    try {
      const ended = await this.ending.end(id, 'expired');
      if (!ended) await this.rearm(id, RECHECK_MS);
    } catch (err) {
      this.log.warn({ err, sessionId: id }, 'deadline not written, the sweep will');
    }
  }

  /** Reads the deadline again: it may have moved, or the session may be over. */
  private async rearm(id: string, atLeastMs = 0): Promise<void> {
    try {
      const [session] = await this.activeSessions(id);
      if (!session) return this.disarm(id);
      this.arm(id, session.expiresAt);
      const earliest = this.clock.now().getTime() + atLeastMs;
      if (session.expiresAt.getTime() < earliest) this.time(id, new Date(earliest));
    } catch (err) {
      this.log.warn({ err, sessionId: id }, 'deadline not read, the sweep will');
    }
  }

  private dueSoon(): Promise<Due[]> {
    return this.dataSource.query(
      `SELECT id, expires_at AS "expiresAt" FROM sessions WHERE state = 'active'
         AND expires_at > clock_timestamp() AND expires_at <= clock_timestamp() + make_interval(secs => $1)`,
      [ARM_AHEAD_SECONDS],
    );
  }

  private activeSessions(id?: string): Promise<Due[]> {
    return this.dataSource.query(
      `SELECT id, expires_at AS "expiresAt" FROM sessions WHERE state = 'active' AND ($1::uuid IS NULL OR id = $1)`,
      [id ?? null],
    );
  }
}
