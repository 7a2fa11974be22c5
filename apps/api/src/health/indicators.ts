import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorFunction } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { HEALTH_INDICATORS, type HealthIndicatorName } from '#contracts';
import { StripeHealth } from '../billing/stripe-health.js';
import { Desktops } from '../desktops/desktops.js';
import { Seal } from '../desktops/seal.js';
import { JobQueue } from '../queue/job-queue.js';
import { NodeRegistry } from '../signals/node-registry.js';
import { SignalBus } from '../signals/signal-bus.js';
import { GatewayProbe } from './gateway-probe.js';
import { diskLeft, memoryLeft } from './host-resources.js';
import { VncProbe } from './vnc-probe.js';

const NEEDED_TO_SERVE: readonly HealthIndicatorName[] = ['database', 'signals', 'gateway', 'vnc', 'queue'];
const TIMEOUT_MS = 3_000;
/** Checks that cost something are shared by all who ask within this time. */
const CACHE_MS = 2_000;
/** Stripe is somebody else's, and no node is taken out of service for it. */
const CACHE_STRIPE_MS = 15_000;

/** A job that waits this long means that no worker takes any. */
const MAX_QUEUE_AGE_SECONDS = 60;

interface Check {
  look(signal: AbortSignal): Promise<Record<string, unknown>>;
  cacheMs: number;
}

/** What each indicator looks at. Each does the real thing: a query, a handshake, an upgrade; none only asks a flag. */
@Injectable()
export class Indicators {
  private readonly checks: Record<HealthIndicatorName, Check>;

  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly dataSource: DataSource,
    private readonly bus: SignalBus,
    private readonly queue: JobQueue,
    private readonly nodes: NodeRegistry,
    desktops: Desktops,
    seal: Seal,
    gateway: GatewayProbe,
    vnc: VncProbe,
    stripe: StripeHealth,
  ) {
    this.checks = {
      database: { look: () => this.database(), cacheMs: CACHE_MS },
      signals: { look: () => this.signals(), cacheMs: CACHE_MS },
      gateway: { look: (signal) => gateway.look(signal), cacheMs: CACHE_MS },
      vnc: { look: () => vnc.look(), cacheMs: CACHE_MS },
      queue: { look: () => this.queueState(), cacheMs: CACHE_MS },
      stripe: { look: (signal) => stripe.look(signal), cacheMs: CACHE_STRIPE_MS },
      desktops: {
        look: async () => ({ ...(await desktops.capacity()), protections: seal.byName() }),
        cacheMs: CACHE_MS,
      },
      disk: { look: diskLeft, cacheMs: CACHE_MS },
      memory: { look: memoryLeft, cacheMs: CACHE_MS },
    };
  }

  all(): HealthIndicatorFunction[] {
    return HEALTH_INDICATORS.map((name) => this.run(name));
  }

  neededToServe(): HealthIndicatorFunction[] {
    return NEEDED_TO_SERVE.map((name) => this.run(name));
  }

  private run(name: HealthIndicatorName): HealthIndicatorFunction {
    const { look, cacheMs } = this.checks[name];
    return () =>
      this.indicator
        .check(name)
        .attempt(({ signal }) => look(signal))
        .withTimeout(TIMEOUT_MS)
        .cacheFor(cacheMs);
  }

  private async database(): Promise<Record<string, unknown>> {
    const [row] = await this.dataSource.query<{ writable: boolean }[]>(
      'SELECT NOT pg_is_in_recovery() AS writable',
    );
    if (!row?.writable) throw new Error('the database is read-only');
    return {};
  }

  private async signals(): Promise<Record<string, unknown>> {
    if (!this.bus.isConnected()) throw new Error('hints of other nodes do not arrive; sweeps do their work');
    return {};
  }

  private async queueState(): Promise<Record<string, unknown>> {
    const depth = await this.queue.depth();
    const workers = (await this.nodes.alive()).filter(({ role }) => role !== 'api').length;
    if (workers === 0) throw new Error('no worker is alive');
    if (depth.oldestRunnableSeconds > MAX_QUEUE_AGE_SECONDS)
      throw new Error('jobs wait and nobody takes them');
    return { ...depth, workers };
  }
}
