import { Controller, Get } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AdminOverview } from '#contracts';
import { Roles } from '../auth/index.js';
import { Desktops } from '../desktops/desktops.js';
import { Clock } from '../kernel/clock.js';
import { NodeRegistry } from '../signals/node-registry.js';

interface Counts {
  provisioning: number;
  active: number;
  endedToday: number;
  events: number;
  desktop: number;
}

/** The state of the house on one page. */
@Roles('admin')
@Controller('api/admin/overview')
export class OverviewController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly desktops: Desktops,
    private readonly nodes: NodeRegistry,
    private readonly clock: Clock,
  ) {}

  @Get()
  async overview(): Promise<AdminOverview> {
    const [counts, desktops, nodes] = await Promise.all([
      this.counts(),
      this.desktops.capacity(),
      this.nodes.alive(),
    ]);
    const { provisioning, active, endedToday, events, desktop } = counts;
    return {
      now: this.clock.timestamp(),
      sessions: { provisioning, active, endedToday },
      connections: { events, desktop },
      desktops,
      nodes: nodes.map((node) => ({ ...node, seenAt: node.seenAt.toISOString() })),
    };
  }

  private async counts(): Promise<Counts> {
    const [counts] = await this.dataSource.query<Counts[]>(
      `SELECT
         count(*) FILTER (WHERE state = 'provisioning')::int AS provisioning,
         count(*) FILTER (WHERE state = 'active')::int AS active,
         count(*) FILTER (WHERE ended_at >= date_trunc('day', now()))::int AS "endedToday",
         (SELECT count(*)::int FROM holders WHERE gone_at IS NULL AND kind = 'events') AS events,
         (SELECT count(*)::int FROM holders WHERE gone_at IS NULL AND kind = 'desktop') AS desktop
       FROM sessions`,
    );
    if (!counts) throw new Error('an aggregate gave no row');
    return counts;
  }
}
