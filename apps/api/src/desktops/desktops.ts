import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { DesktopCapacity } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { Clock } from '../kernel/clock.js';
import { Endings } from '../signals/endings.js';
import { DesktopDisposal } from './desktop-disposal.js';
import { DesktopDriver, type EgressDenials } from './desktop-driver.js';
import type { DesktopEndpoint, SessionDesktop } from './desktop-endpoint.js';
import { machineOf } from './desktop-host.js';
import { DesktopKeeper, type LostDesktop } from './desktop-keeper.js';
import { DesktopLedger } from './desktop-ledger.js';
import { DesktopPlaces } from './desktop-places.js';
import { DesktopSupply } from './desktop-supply.js';
import { DesktopTallies } from './desktop-tallies.js';
import { probeDesktop } from './probe-desktop.js';
import { WarmPool } from './warm-pool.js';

/** Between a desktop that answers and the session's clock lie a few milliseconds; this allows for a slow database. */
const ACTIVATION_MS = 60_000;

export interface BrowserCrash {
  sessionId: string;
  generation: number;
  /** So often since this was said last. */
  times: number;
}

export interface ProvidedDesktop {
  desktopId: string;
  generation: number;
}

/** The desktops of sessions: what every other feature asks for them, by session. */
@Injectable()
export class Desktops {
  private readonly providing = new Map<string, Promise<ProvidedDesktop>>();

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly driver: DesktopDriver,
    private readonly ledger: DesktopLedger,
    private readonly supply: DesktopSupply,
    private readonly disposal: DesktopDisposal,
    private readonly keeper: DesktopKeeper,
    private readonly pool: WarmPool,
    private readonly places: DesktopPlaces,
    private readonly tallies: DesktopTallies,
    private readonly log: PinoLogger,
    endings: Endings,
  ) {
    log.setContext(Desktops.name);
    endings.onEnding(({ kind, id }) => {
      if (kind === 'session') void this.end(id);
    });
  }

  /**
   * Gives the session a desktop that answers, warm if there is one. Idempotent: asked again, or by two at once, it gives
   * the same desktop; after a loss a new one, a generation later. `deadline` is when the session ends; without one it
   * has not begun and its whole time is assumed.
   * @throws AppError NO_CAPACITY when every place is taken; SESSION_ENDED
   */
  provide(sessionId: string, deadline?: Date): Promise<ProvidedDesktop> {
    const known = this.providing.get(sessionId);
    if (known !== undefined) return known;
    const work = this.supply
      .obtain(sessionId, this.remainingMs(deadline))
      .then(({ id, generation }) => ({ desktopId: id, generation }))
      .finally(() => {
        this.providing.delete(sessionId);
        this.pool.refill();
      });
    this.providing.set(sessionId, work);
    return work;
  }

  /** Moves the last line at which the desktop of a session ends itself. Nothing happens when it has none here. */
  async setDeadline(sessionId: string, deadline: Date): Promise<void> {
    const row = (await this.ledger.here()).find((each) => each.sessionId === sessionId);
    if (row?.state === 'ready') await this.driver.bind(row.id, sessionId, this.remainingMs(deadline));
  }

  /** How often the session's desktop may send pictures; nothing happens when it has none here. */
  async setPace(sessionId: string, framesPerSecond: number): Promise<void> {
    const row = await this.ledger.currentOf(sessionId);
    if (row?.state === 'ready') this.driver.pace(row.id, framesPerSecond);
  }

  /** How many desktops of the session ended by themselves within the last minutes. */
  lostLately(sessionId: string): Promise<number> {
    return this.tallies.lostLately(sessionId);
  }

  /** Whether the desktops of this host can be heard. */
  get haveSound(): boolean {
    return this.driver.hasSound;
  }

  /** Where the session's desktop answers now; null while it has none that is ready. */
  async endpointOf(sessionId: string): Promise<SessionDesktop | null> {
    const row = await this.ledger.currentOf(sessionId);
    if (row?.state !== 'ready') return null;
    const { id, generation, host, endpoint: place } = row;
    // a path may be another instance's; what other rows leave out, secrets and addresses, this node's driver knows
    const endpoint = place.kind === 'unix' ? place : await this.driver.endpointOf(id);
    return { generation, host: machineOf(host), endpoint };
  }

  /** Ends every desktop of the session on this host; resolves when nothing is left of them. Never rejects. */
  async end(sessionId: string): Promise<void> {
    try {
      const rows = (await this.ledger.here()).filter((row) => row.sessionId === sessionId);
      await Promise.all(rows.map(({ id }) => this.disposal.discard(id)));
      if (rows.length > 0) this.pool.refill();
    } catch (err) {
      this.log.error({ err, sessionId }, 'desktops not ended, the sweep will');
    }
  }

  /** Places on this host, as many as could be served now. */
  capacity(): Promise<DesktopCapacity> {
    return this.places.capacity();
  }

  /**
   * A whole RFB handshake with a display of this host that no customer has: a hostile one must not make a node look ill.
   * A warm desktop that is not frozen, else a display that is kept for this alone. Null where there is neither.
   * @throws Error when it does not answer
   */
  async canary(): Promise<{ tookMs: number } | null> {
    const warm = (await this.ledger.here()).find(
      ({ id, state }) => state === 'warm' && !this.driver.isFrozen(id),
    );
    const endpoint = warm ? await this.driver.endpointOf(warm.id) : await this.canaryEndpoint();
    if (endpoint === null) return null;
    const startedAtMs = performance.now();
    await probeDesktop(endpoint);
    return { tookMs: performance.now() - startedAtMs };
  }

  /** A node that only serves the api may lack every program of a desktop, and needs none. */
  private async canaryEndpoint(): Promise<DesktopEndpoint | null> {
    const startsNone = this.config.server.role === 'api' && this.driver.usesHostMemory;
    return startsNone ? null : this.driver.canary();
  }

  /** Sessions whose desktop on this host completes an RFB handshake now: a viewer who comes would see it. */
  async answering(): Promise<string[]> {
    const rows = (await this.ledger.here()).filter(({ state }) => state === 'ready');
    const answers = await Promise.all(rows.map((row) => this.answers(row.id)));
    return rows.flatMap(({ sessionId }, n) => (answers[n] === true && sessionId !== null ? [sessionId] : []));
  }

  /** Called when the desktop of a session ended without having been told to: once, or again after a crash of ours. */
  onLost(listener: (lost: LostDesktop) => void): void {
    this.keeper.onLost(listener);
  }

  /** Called with what the gates refused, summed up every few seconds. */
  onEgressDenied(listener: (denied: { sessionId: string; denials: EgressDenials[] }) => void): void {
    this.driver.onEgressDenied((desktopId, denials) => void this.tellDenied(desktopId, denials, listener));
  }

  /** Called when the browser of a session's desktop ended by itself and runs again, the desktop being the same. */
  onBrowserCrashed(listener: (crash: BrowserCrash) => void): void {
    this.driver.onBrowserCrashed((desktopId, times) => void this.tellCrashed(desktopId, times, listener));
  }

  private async answers(desktopId: string): Promise<boolean> {
    try {
      await probeDesktop(await this.driver.endpointOf(desktopId));
      return true;
    } catch {
      return false; // that is the answer
    }
  }

  private async tellCrashed(
    desktopId: string,
    times: number,
    listener: (crash: BrowserCrash) => void,
  ): Promise<void> {
    try {
      const row = (await this.ledger.here()).find(({ id }) => id === desktopId);
      this.log.warn({ desktopId, sessionId: row?.sessionId, times }, 'browser crashed and was started again');
      if (row?.sessionId) listener({ sessionId: row.sessionId, generation: row.generation, times });
    } catch (err) {
      this.log.warn({ err, desktopId, times }, 'crash of a browser not told');
    }
  }

  private async tellDenied(
    desktopId: string,
    denials: EgressDenials[],
    listener: (denied: { sessionId: string; denials: EgressDenials[] }) => void,
  ): Promise<void> {
    const row = (await this.ledger.here()).find(({ id }) => id === desktopId);
    if (row?.sessionId) listener({ sessionId: row.sessionId, denials });
  }

  private remainingMs(deadline: Date | undefined): number {
    if (deadline === undefined) return this.config.sessions.ttlSeconds * 1_000 + ACTIVATION_MS;
    return Math.max(deadline.getTime() - this.clock.now().getTime(), 0);
  }
}
