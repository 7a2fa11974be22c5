import { setTimeout as sleep } from 'node:timers/promises';
import { CheckoutCreated, CheckoutView } from '#contracts';
import type { ApiClient } from '../test/support/api-client.js';
import { Product } from '../test/support/product.js';
import { until } from '../test/support/until.js';
import { ms, percentile, type Report } from './report.js';
import { firstFrame } from '../test/support/first-frame.js';

const RUNS = 10;
const POLL_MS = 5;

interface Sample {
  session: number;
  desktop: number;
  handshake: number;
  firstUpdate: number;
  total: number;
}

/**
 * From the payment on the hosted page (its webhook reaches us within it) to the first framebuffer update at a viewer that
 * waits for it. Warm: a desktop is ready before the payment. Cold: DESKTOP_POOL_SIZE=0.
 */
export async function run(): Promise<Report> {
  const warm = await measure('1');
  const cold = await measure('0');
  const rows = (['session', 'desktop', 'handshake', 'firstUpdate', 'total'] as const).map((phase) => [
    {
      session: 'webhook to session',
      desktop: 'to desktop ready',
      handshake: 'to RFB handshake done',
      firstUpdate: 'to first update',
      total: 'total',
    }[phase],
    ...[warm, cold].flatMap((samples) =>
      [50, 95].map((p) =>
        ms(
          percentile(
            samples.map((sample) => sample[phase]),
            p,
          ),
        ),
      ),
    ),
  ]);
  return {
    title: `Pay to first frame, ${RUNS} runs each (ms)`,
    columns: ['phase', 'warm p50', 'warm p95', 'cold p50', 'cold p95'],
    rows,
    notes: [
      `The viewer looks every ${POLL_MS} ms whether there is something to connect to; that waiting is included.`,
    ],
  };
}

async function measure(poolSize: string): Promise<Sample[]> {
  const product = await Product.start({ DESKTOP_POOL_SIZE: poolSize, RATE_LIMIT_FACTOR: '1000' });
  try {
    const samples: Sample[] = [];
    const admin = await product.admin();
    for (let n = 0; n < RUNS; n += 1) {
      await poolFilled(admin, Number(poolSize));
      await sleep(500); // let a desktop that has just started come to rest
      const owner = await product.customer().register();
      samples.push(await once(owner));
      const { items } = (await owner.call('GET', '/api/sessions')) as { items: { id: string }[] };
      await owner.call('POST', `/api/sessions/${items[0]?.id ?? ''}/end`);
    }
    return samples;
  } finally {
    await product.stop();
  }
}

async function once(owner: ApiClient): Promise<Sample> {
  const { checkoutId, url } = CheckoutCreated.parse(await owner.call('POST', '/api/billing/checkout', {}));
  const startMs = performance.now();
  const paying = owner.payAt(url);
  const sessionId = await until('a session', async () => {
    await sleep(POLL_MS);
    return CheckoutView.parse(await owner.call('GET', `/api/billing/checkouts/${checkoutId}`)).sessionId;
  });
  const sessionMs = performance.now();
  await until('a desktop', async () => (await owner.session(sessionId)).state === 'active');
  const desktopMs = performance.now();
  const { handshakeDoneMs, firstUpdateMs } = await firstFrame(await owner.desktopSocket(sessionId));
  await paying;
  return {
    session: sessionMs - startMs,
    desktop: desktopMs - sessionMs,
    handshake: handshakeDoneMs - desktopMs,
    firstUpdate: firstUpdateMs - handshakeDoneMs,
    total: firstUpdateMs - startMs,
  };
}

async function poolFilled(admin: ApiClient, size: number): Promise<void> {
  await until(
    'the pool is full',
    async () => {
      const { desktops } = (await admin.call('GET', '/api/admin/overview')) as {
        desktops: { warm: number; inUse: number };
      };
      return desktops.warm >= size && desktops.inUse === 0;
    },
    30_000,
  );
}
