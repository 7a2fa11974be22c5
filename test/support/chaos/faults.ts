import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../processes.js';
import type { Product } from '../product.js';
import { until } from '../until.js';
import type { ChaosFollower } from './chaos-follower.js';

const KINDS = ['kill-api', 'kill-database', 'cut', 'cut', 'sleep', 'sleep'] as const;
const LONGEST_PAUSE_MS = 1_000;
const LONGEST_SLEEP_MS = 3_000;
/** Promises speak of one part down: the next fault waits until the product is well, and a sweep has come round. */
const WELL_MS = 1_500;
const WELL_WITHIN_MS = 30_000;

export interface Fault {
  readonly kind: (typeof KINDS)[number];
  /** In [0, 1): whom it strikes. */
  readonly whom: number;
  readonly afterMs: number;
  readonly lastsMs: number;
}

/** Faults without an end, the next always there. */
export function* faults(random: () => number): Generator<Fault, never> {
  for (;;) {
    yield {
      kind: KINDS[Math.floor(random() * KINDS.length)] ?? 'cut',
      whom: random(),
      afterMs: random() * LONGEST_PAUSE_MS,
      lastsMs: random() * LONGEST_SLEEP_MS,
    };
  }
}

/** Does it; a killed part is back when this resolves. */
export async function strike(fault: Fault, product: Product, followers: ChaosFollower[]): Promise<void> {
  const follower = followers[Math.floor(fault.whom * followers.length)];
  if (fault.kind === 'kill-api') return kill(product.apiPid(), product);
  if (fault.kind === 'kill-database') return kill(databasePid(product), product);
  if (fault.kind === 'cut') return follower?.cut();
  follower?.sleep();
  setTimeout(() => follower?.wake(), fault.lastsMs);
}

/** The server itself, not one of its processes for connections. */
function databasePid(product: Product): number {
  const server = product.processes().find(({ command }) => /^\S*\/postgres -D /.test(command));
  if (!server) throw new Error('the embedded database does not run');
  return server.pid;
}

async function kill(pid: number, product: Product): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(`${pid} is gone`, () => !isAlive(pid));
  await until('the product is well again', () => isReady(product), WELL_WITHIN_MS);
  await sleep(WELL_MS);
}

async function isReady(product: Product): Promise<boolean> {
  const answer = await fetch(`${product.origin}/health/ready`).catch(() => undefined);
  return answer?.ok ?? false;
}
