import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DesktopHostView } from '#contracts';
import { DesktopDriver } from '../desktop-driver.js';
import { DesktopHost } from '../desktop-host.js';
import { DesktopPlaces } from '../desktop-places.js';
import { WarmPool } from '../warm-pool.js';
import { accountsOf } from './desktop-accounts.js';
import { HostLedger } from './host-ledger.js';

/** A host looks each half minute: one that has not for this long is gone, or in no state to be believed. */
const BELIEVED_SECONDS = 120;

/** What each host found, kept where every node can read it: whichever node is asked, it shows all of them. */
@Injectable()
export class HostLooks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly driver: DesktopDriver,
    private readonly host: DesktopHost,
    private readonly ledger: HostLedger,
    private readonly places: DesktopPlaces,
    private readonly pool: WarmPool,
  ) {}

  /** Looks at this host, if the last look is older than `maxAgeMs`, and writes down what it found. */
  async publish(maxAgeMs = 0): Promise<void> {
    const look = await this.ledger.look(maxAgeMs);
    const [capacity, pool] = await Promise.all([this.places.capacity(), this.pool.state()]);
    await this.dataSource.query(
      `INSERT INTO desktop_hosts (host, driver, looked_at, took_ms, capacity, pool, desktops)
       VALUES ($1, $2, clock_timestamp() - make_interval(secs => $3), $4, $5, $6, $7)
       ON CONFLICT (host) DO UPDATE SET (driver, looked_at, took_ms, capacity, pool, desktops)
         = (EXCLUDED.driver, EXCLUDED.looked_at, EXCLUDED.took_ms, EXCLUDED.capacity, EXCLUDED.pool, EXCLUDED.desktops)`,
      [
        this.host.id,
        this.driver.name,
        (performance.now() - look.atMs) / 1_000,
        look.tookMs,
        JSON.stringify(capacity),
        JSON.stringify(pool),
        JSON.stringify(accountsOf(look)),
      ],
    );
  }

  /** All hosts that are to be believed; those of yesterday are forgotten. */
  async all(): Promise<DesktopHostView[]> {
    await this.dataSource.query(
      `DELETE FROM desktop_hosts WHERE looked_at < clock_timestamp() - interval '1 day'`,
    );
    const rows = await this.dataSource.query<(DesktopHostView & { lookedAt: Date })[]>(
      `SELECT host, driver, looked_at AS "lookedAt", took_ms AS "tookMs", capacity, pool, desktops FROM desktop_hosts
       WHERE looked_at > clock_timestamp() - make_interval(secs => $1) ORDER BY host`,
      [BELIEVED_SECONDS],
    );
    return rows.map((row) => ({ ...row, lookedAt: row.lookedAt.toISOString() }));
  }
}
