import { atRest, cycle, deleted, type Rest } from '../test/support/desktop-cycles.js';
import type { ApiClient } from '../test/support/api-client.js';
import type { HostScan } from '../test/support/host-scan.js';
import { Product } from '../test/support/product.js';
import type { Report } from './report.js';

const BY_CUSTOMER = 50;
const BY_DEADLINE = 200;
const TTL_SECONDS = 5;
/** Sessions that run out at the same time: each is paid for as soon as one of them is over. */
const AT_ONCE = 8;
/** Cycles before the baseline: connections are opened, code is compiled. */
const WARM_UP = 5;

/**
 * Life cycles of desktops, and what is left of them: by the ledger, and by a look at the host that shares no code with
 * it. First one after another, each used and ended by its customer; then many that run out at their deadline.
 */
export async function run(): Promise<Report> {
  const ended = await measure({}, BY_CUSTOMER, (product) => cycle(product, 'by customer'), 1);
  const expired = await measure(
    { SESSION_TTL_SECONDS: String(TTL_SECONDS) },
    BY_DEADLINE,
    (product) => expire(product),
    AT_ONCE,
  );
  const cells = (what: (found: Measured) => [number, number]) => [ended, expired].flatMap(what);
  const scanned = Object.keys(ended.before.scan) as (keyof HostScan)[];
  return {
    title: `What ${BY_CUSTOMER} desktops leave that were ended, and ${BY_DEADLINE} that ran out after ${TTL_SECONDS} s`,
    columns: ['what', 'before', `after ${BY_CUSTOMER}`, 'before', `after ${BY_DEADLINE}`],
    rows: [
      ...scanned.map((kind) => [
        `${kind} on the host`,
        ...cells(({ before, after }) => [before.scan[kind].length, after.scan[kind].length]),
      ]),
      ['orphans in the ledger', ...cells(({ before, after }) => [before.orphans, after.orphans])],
      ['descriptors of the api', ...cells(({ before, after }) => [before.descriptors, after.descriptors])],
      ['timers of the api', ...cells(({ before, after }) => [before.timers, after.timers])],
      ['memory of the api (MiB)', ...cells(({ before, after }) => [before.rssMiB, after.rssMiB])],
    ],
    notes: [
      `${WARM_UP} cycles go before the baseline. What the host showed before and after was ${
        [ended, expired].every(({ same }) => same) ? 'the same, name by name' : 'NOT the same'
      }.`,
      `${ended.perCycleMs} ms a cycle one after another, ${expired.perCycleMs} ms with ${AT_ONCE} at once.`,
    ],
  };
}

interface Held extends Rest {
  rssMiB: number;
  timers: number;
}

interface Measured {
  before: Held;
  after: Held;
  same: boolean;
  perCycleMs: number;
}

async function measure(
  env: Record<string, string>,
  cycles: number,
  once: (product: Product) => Promise<unknown>,
  atOnce: number,
): Promise<Measured> {
  const product = await Product.start({ DESKTOP_POOL_SIZE: '0', RATE_LIMIT_FACTOR: '1000', ...env });
  try {
    const admin = await product.admin();
    await repeat(WARM_UP * atOnce, atOnce, () => once(product));
    const before = await held(product, admin);
    const startedMs = performance.now();
    await repeat(cycles, atOnce, () => once(product));
    const perCycleMs = Math.round((performance.now() - startedMs) / cycles);
    const after = await held(product, admin);
    return { before, after, same: JSON.stringify(before.scan) === JSON.stringify(after.scan), perCycleMs };
  } finally {
    await product.stop();
  }
}

async function repeat(times: number, atOnce: number, work: () => Promise<unknown>): Promise<void> {
  let left = times;
  const one = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

async function expire(product: Product): Promise<void> {
  const owner = await product.customer().register();
  await deleted(owner, (await owner.buySession()).id);
}

async function held(product: Product, admin: ApiClient): Promise<Held> {
  const rest = await atRest(product, admin);
  const metrics = await (await fetch(`${product.origin}/metrics`)).text();
  const metric = (line: RegExp) => Number(line.exec(metrics)?.[1] ?? Number.NaN);
  return {
    ...rest,
    rssMiB: Math.round(metric(/^process_resident_memory_bytes (\d+)/m) / 2 ** 20),
    timers: metric(/^nodejs_active_resources\{type="Timeout"\} (\d+)/m),
  };
}
