import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { Product } from '../product.js';
import { until } from '../until.js';
import { ChaosFollower } from './chaos-follower.js';
import { hasSeenAll } from './check-history.js';
import { databaseOf, readLog, startSession, writeEvents } from './chaos-sessions.js';
import { faults, strike, type Fault } from './faults.js';
import type { History, SessionHistory } from './history.js';
import { seeded } from './seeded.js';

/** Deadlines, as parts of a round; the last two never come in it. */
const LIVES = [0.3, 0.6, 100, 100] as const;
/** Of how many of the sessions that would live on an admin makes an end. */
const REVOKED = 1;
/** However slow the machine is, so many strike. */
const LEAST_FAULTS = 4;
const SETTLED_WITHIN_MS = 30_000;

/** One product, hurt in rounds: each has sessions, followers and writers of its own and ends with their history. */
export class ChaosRun {
  private constructor(
    readonly product: Product,
    private readonly dataSource: DataSource,
  ) {}

  static async start(): Promise<ChaosRun> {
    const product = await Product.start({
      DESKTOP_POOL_SIZE: '0',
      RATE_LIMIT_FACTOR: '10000',
      SOCKETS_PER_ACCOUNT: '1000',
      SOCKETS_PER_ADDRESS: '1000',
    });
    return databaseOf(product).then(
      (dataSource) => new ChaosRun(product, dataSource),
      (cause: unknown) => product.stop().then(() => Promise.reject(cause)),
    );
  }

  /** The same seed strikes in the same order; how the product's work falls in between is chance. */
  async round(seed: number, lastsMs: number): Promise<{ history: History; struck: Fault[] }> {
    const random = seeded(seed);
    const customer = await this.product.customer().register();
    const { id: accountId } = (await customer.call('GET', '/api/auth/me')) as { id: string };
    const sessions = await Promise.all(
      LIVES.map((part) => startSession(this.dataSource, accountId, Math.ceil((part * lastsMs) / 1_000))),
    );
    const followers = sessions.flatMap(({ id }) =>
      (['session', 'login'] as const).map((scope) => new ChaosFollower(this.product, customer, id, scope)),
    );
    const writing = new AbortController();
    try {
      const writers = sessions.map((session) => writeEvents(this.dataSource, session, writing.signal));
      const revoked = sessions.slice(-REVOKED).map((session) => this.revoke(session, random() * lastsMs));
      const [struck] = await Promise.all([this.hurt(random, lastsMs, followers), ...revoked]);
      writing.abort();
      await Promise.all(writers);
      followers.forEach((follower) => follower.wake());
      await this.settle(sessions, followers);
      const histories = followers.map(({ history }) => history);
      return { history: { sessions, followers: histories, untilMs: Date.now() }, struck };
    } finally {
      writing.abort();
      followers.forEach((follower) => follower.stop());
    }
  }

  async stop(): Promise<void> {
    await this.dataSource.destroy();
    await this.product.stop();
  }

  private async hurt(random: () => number, lastsMs: number, followers: ChaosFollower[]): Promise<Fault[]> {
    const endMs = Date.now() + lastsMs;
    const struck: Fault[] = [];
    for (const fault of faults(random)) {
      await sleep(fault.afterMs);
      if (Date.now() >= endMs && struck.length >= LEAST_FAULTS) break;
      struck.push(fault);
      await strike(fault, this.product, followers);
    }
    return struck;
  }

  /** Asks until it is answered: nobody knows what became of an order that a killed api took. */
  private async revoke(session: SessionHistory, afterMs: number): Promise<void> {
    await sleep(afterMs);
    await until(
      'the revoke is answered',
      async () => {
        const admin = await this.product.admin().catch(() => undefined); // down just now
        const answer = await admin
          ?.request('POST', `/api/admin/sessions/${session.id}/revoke`, { reason: 'chaos' })
          .catch(() => undefined);
        return answer?.ok;
      },
      SETTLED_WITHIN_MS,
    );
    session.revokeAnsweredAtMs = Date.now();
  }

  /** Gives followers the time to catch up; whether they did is for the checker to say. */
  private async settle(sessions: SessionHistory[], followers: ChaosFollower[]): Promise<void> {
    const isCaughtUp = ({ history }: ChaosFollower) =>
      sessions.every((session) => session.id !== history.sessionId || hasSeenAll(history, session));
    for (const endMs = Date.now() + SETTLED_WITHIN_MS; Date.now() < endMs; await sleep(200)) {
      followers.forEach((follower) => follower.hurry());
      for (const session of sessions) session.log = await readLog(this.dataSource, session);
      if (followers.every(isCaughtUp)) break;
    }
  }
}
