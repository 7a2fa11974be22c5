import { deleted } from '../test/support/desktop-cycles.js';
import type { Product } from '../test/support/product.js';
import { until } from '../test/support/until.js';
import { measureCycles } from './desktop-cycles/measure.js';
import type { Report } from './report.js';

const CYCLES = 200;
const TTL_SECONDS = 5;
const AT_ONCE = 5;

/** Sessions that nobody ends: their deadline does, and what is left of them. */
export function run(): Promise<Report> {
  return measureCycles(`What ${CYCLES} desktops leave whose time ran out after ${TTL_SECONDS} s`, {
    count: CYCLES,
    atOnce: AT_ONCE,
    once: expire,
    env: { SESSION_TTL_SECONDS: String(TTL_SECONDS) },
  });
}

async function expire(product: Product): Promise<void> {
  const owner = await product.customer().register();
  await owner.pay();
  const id = await until('a session', async () => {
    const { items } = (await owner.call('GET', '/api/sessions')) as { items: { id: string }[] };
    return items[0]?.id;
  });
  await deleted(owner, id);
}
