import type { AppConfig } from '../config/app-config.js';
import { TokenBucket } from './token-bucket.js';

/** All sockets that an address may hold, cut at once, can come back twice; then a tenth of them each second. */
const BURSTS = 2;
const REFILL_SECONDS = 10;
/** Above it whoever has been quiet longest is forgotten: a flood of sources costs bounded memory. */
const MAX_SOURCES = 10_000;

/** How often sockets may be tried from one network, whatever becomes of them: a reconnect loop meets 429, not the database. */
export class UpgradeBudgets {
  private readonly bySource = new Map<string, TokenBucket>();

  constructor(
    private readonly limits: Pick<AppConfig['limits'], 'socketsPerAddress' | 'rateLimitFactor'>,
    private readonly nowMs?: () => number,
  ) {}

  /** @returns false when that network has used up its tries for now */
  take(network: string): boolean {
    const bucket = this.bySource.get(network) ?? this.newBucket();
    this.bySource.delete(network);
    this.bySource.set(network, bucket); // the last in the map's order is the most recent
    for (const quietest of this.bySource.keys()) {
      if (this.bySource.size <= MAX_SOURCES) break;
      this.bySource.delete(quietest);
    }
    return bucket.take();
  }

  get sources(): number {
    return this.bySource.size;
  }

  private newBucket(): TokenBucket {
    const sockets = this.limits.socketsPerAddress * this.limits.rateLimitFactor;
    return new TokenBucket(BURSTS * sockets, sockets / REFILL_SECONDS, this.nowMs);
  }
}
