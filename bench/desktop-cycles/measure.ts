import { atRest, type Rest } from '../../test/support/desktop-cycles.js';
import type { ApiClient } from '../../test/support/api-client.js';
import { Product } from '../../test/support/product.js';
import type { HostScan } from '../../test/support/host-scan.js';
import type { Report } from '../report.js';

/** Cycles before the baseline, for each that runs at once: connections are opened, code is compiled. */
const WARM_UP = 3;

interface Cycles {
  count: number;
  /** How many desktops live at the same time: each follows as soon as one is over. */
  atOnce: number;
  once(product: Product): Promise<unknown>;
  env?: Record<string, string>;
}

interface Held extends Rest {
  rssMiB: number;
  heapMiB: number;
  timers: number;
}

/**
 * Life cycles of desktops, and what is left of them: by the ledger, and by a look at the host that shares no code with
 * it. Looked at before, half way and afterwards, each time with nobody there.
 */
export async function measureCycles(title: string, { count, atOnce, once, env }: Cycles): Promise<Report> {
  const product = await Product.start({ DESKTOP_POOL_SIZE: '0', RATE_LIMIT_FACTOR: '1000', ...env });
  try {
    const admin = await product.admin();
    await repeat(WARM_UP * atOnce, atOnce, () => once(product));
    const looks = [await held(product, admin)];
    const startedMs = performance.now();
    for (const half of [Math.floor(count / 2), Math.ceil(count / 2)]) {
      await repeat(half, atOnce, () => once(product));
      looks.push(await held(product, admin));
    }
    const perCycleMs = Math.round((performance.now() - startedMs) / count);
    const scanned = Object.keys(looks[0]?.scan ?? {}) as (keyof HostScan)[];
    const row = (name: string, value: (look: Held) => number) => [name, ...looks.map(value)];
    const same = new Set(looks.map(({ scan }) => JSON.stringify(scan))).size === 1;
    return {
      title,
      columns: ['what', 'before', `after ${Math.floor(count / 2)}`, `after ${count}`],
      rows: [
        ...scanned.map((kind) => row(`${kind} on the host`, ({ scan }) => scan[kind].length)),
        row('orphans in the ledger', ({ orphans }) => orphans),
        row('descriptors of the api', ({ descriptors }) => descriptors),
        row('timers of the api', ({ timers }) => timers),
        row('memory of the api (MiB)', ({ rssMiB }) => rssMiB),
        row('heap of the api in use (MiB)', ({ heapMiB }) => heapMiB),
      ],
      notes: [
        `${WARM_UP * atOnce} cycles go before. What the host showed was each time ${same ? 'the same, name by name' : 'NOT the same'}.`,
        `${perCycleMs} ms a cycle, ${atOnce === 1 ? 'one after another' : `${atOnce} at once`}.`,
      ],
    };
  } catch (error) {
    const complaints = product.output.split('\n').filter((line) => /"level":[456]0/.test(line));
    throw new Error(`the product said last: ${complaints.slice(-10).join('\n')}`, { cause: error });
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

async function held(product: Product, admin: ApiClient): Promise<Held> {
  const rest = await atRest(product, admin);
  const metrics = await (await fetch(`${product.origin}/metrics`)).text();
  const metric = (line: RegExp) => Number(line.exec(metrics)?.[1] ?? Number.NaN);
  const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  return {
    ...rest,
    rssMiB: mebibytes(metric(/^process_resident_memory_bytes (\S+)/m)),
    heapMiB: mebibytes(metric(/^nodejs_heap_size_used_bytes (\S+)/m)),
    timers: metric(/^nodejs_active_resources\{type="Timeout"\} (\d+)/m),
  };
}
