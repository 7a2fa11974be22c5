import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { NodeIdentity } from '../kernel/node-identity.js';

const HEARTBEAT_MS = 5_000;
/** Longer than the 15 s after which a node that is cut from the database has closed its sockets (R9). */
const DEAD_AFTER_SECONDS = 20;

export interface NodeRecord {
  id: string;
  host: string;
  role: string;
  seenAt: Date;
}

/**
 * Which nodes are alive. A node that stops beating has lost its sockets (it died, or closed them itself), so its holders
 * are acknowledged for it; desktops' processes outlive nodes and are left to whoever adopts them.
 */
@Injectable()
export class NodeRegistry implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly node: NodeIdentity,
    private readonly log: PinoLogger,
  ) {
    log.setContext(NodeRegistry.name);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.beat();
  }

  async onModuleDestroy(): Promise<void> {
    await this.dataSource.query('DELETE FROM nodes WHERE id = $1', [this.node.id]).catch((err: unknown) => {
      this.log.warn({ err }, 'node not signed off');
    });
  }

  async alive(): Promise<NodeRecord[]> {
    return this.dataSource.query<NodeRecord[]>(
      `SELECT id, host, role, seen_at AS "seenAt" FROM nodes
       WHERE seen_at > clock_timestamp() - make_interval(secs => $1) ORDER BY started_at`,
      [DEAD_AFTER_SECONDS],
    );
  }

  @Interval(HEARTBEAT_MS)
  async keepAlive(): Promise<void> {
    try {
      await this.beat();
      await this.buryTheDead();
    } catch (err) {
      this.log.warn({ err }, 'node heartbeat not written');
    }
  }

  private async beat(): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO nodes (id, host, role) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()`,
      [this.node.id, this.node.host, this.config.server.role],
    );
  }

  private async buryTheDead(): Promise<void> {
    await this.dataSource.query(
      `WITH dead AS (
         DELETE FROM nodes WHERE seen_at < clock_timestamp() - make_interval(secs => $1)
       )
       UPDATE holders SET gone_at = clock_timestamp()
       WHERE gone_at IS NULL AND kind IN ('events', 'desktop') AND node NOT IN (
         SELECT id FROM nodes WHERE seen_at >= clock_timestamp() - make_interval(secs => $1)
       )`,
      [DEAD_AFTER_SECONDS],
    );
  }
}
