import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import type { SessionEgress } from '#contracts';
import { DesktopDriver, type EgressSums as Sums } from './desktop-driver.js';

/**
 * What each session did through its gates, all of its desktops together. A desktop's row keeps the largest sums that were
 * told of it, so that a message that comes twice, late or never changes nothing for good.
 */
@Injectable()
export class EgressSums {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: PinoLogger,
    driver: DesktopDriver,
  ) {
    log.setContext(EgressSums.name);
    driver.onEgress((desktopId, _use, sums) => {
      if (sums !== undefined) void this.keep(desktopId, sums);
    });
  }

  /** By session; one that is missing has not been heard of. */
  async ofSessions(sessionIds: readonly string[]): Promise<Map<string, SessionEgress>> {
    const rows = await this.dataSource.query<({ sessionId: string } & SessionEgress)[]>(
      `SELECT session_id AS "sessionId", sum(egress_connections)::float8 AS connections,
         sum(egress_bytes_up)::float8 AS "bytesUp", sum(egress_bytes_down)::float8 AS "bytesDown",
         sum(egress_denied)::float8 AS denied
       FROM desktops WHERE session_id = ANY($1) AND egress_connections IS NOT NULL GROUP BY session_id`,
      [sessionIds],
    );
    return new Map(rows.map(({ sessionId, ...sums }) => [sessionId, sums]));
  }

  private async keep(desktopId: string, sums: Sums): Promise<void> {
    try {
      await this.dataSource.query(
        `UPDATE desktops SET egress_connections = greatest(egress_connections, $2),
           egress_bytes_up = greatest(egress_bytes_up, $3), egress_bytes_down = greatest(egress_bytes_down, $4),
           egress_denied = greatest(egress_denied, $5)
         WHERE id = $1`,
        [desktopId, sums.connections, sums.bytesUp, sums.bytesDown, sums.denied],
      );
    } catch (err) {
      this.log.warn({ err, desktopId }, 'egress sums not kept, the next ones hold them too');
    }
  }
}
