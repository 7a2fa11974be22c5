import { setTimeout as sleep } from 'node:timers/promises';
import { CheckoutCreated, CheckoutView } from '#contracts';
import type { ApiClient } from '../test/support/api-client.js';
import { firstFrame } from '../test/support/first-frame.js';
import { Product } from '../test/support/product.js';
import { until } from '../test/support/until.js';
import { loggedPhases } from './pay-to-first-frame/logged-phases.js';
import { ms, percentile, type Report } from './report.js';

const RUNS = 30;
const POLL_MS = 5;

/** In the order in which they come; each begins where the one before it ended. */
const PHASES = {
  transaction: 'webhook received to order paid (one transaction)',
  handOver: 'to a desktop claimed or started (job, hand-over)',
  thaw: 'to it bound and thawed',
  activation: 'to the session active',
  handshake: 'to RFB handshake done (the viewer looks, token, upgrade)',
  firstUpdate: 'to first framebuffer update',
} as const;
type Sample = Record<keyof typeof PHASES | 'total', number>;

/**
 * From the webhook's arrival to the first framebuffer update at a viewer that waits for it. Warm: a desktop is ready
 * before the payment. Cold: DESKTOP_POOL_SIZE=0. The server's phases are read from its log.
 */
export async function run(): Promise<Report> {
  const warm = await measure('1');
  const cold = await measure('0');
  const row = (title: string, phase: keyof Sample) => [
    title,
    ...[warm, cold].flatMap((samples) =>
      [50, 95].map((p) => {
        const values = samples.map((sample) => sample[phase]);
        return ms(percentile(values, p));
      }),
    ),
  ];
  return {
    title: `Pay to first frame, ${RUNS} runs each (ms)`,
    columns: ['phase', 'warm p50', 'warm p95', 'cold p50', 'cold p95'],
    rows: [
      ...Object.entries(PHASES).map(([phase, title]) => row(title, phase as keyof Sample)),
      row('webhook received to first framebuffer update', 'total'),
    ],
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
      samples.push(await once(product, owner));
      const { items } = (await owner.call('GET', '/api/sessions')) as { items: { id: string }[] };
      await owner.call('POST', `/api/sessions/${items[0]?.id ?? ''}/end`);
    }
    return samples;
  } finally {
    await product.stop();
  }
}

async function once(product: Product, owner: ApiClient): Promise<Sample> {
  const { checkoutId, url } = CheckoutCreated.parse(await owner.call('POST', '/api/billing/checkout', {}));
  const printedBefore = product.output.length;
  const paying = owner.payAt(url);
  const sessionId = await until('a session', async () => {
    await sleep(POLL_MS);
    return CheckoutView.parse(await owner.call('GET', `/api/billing/checkouts/${checkoutId}`)).sessionId;
  });
  await until('a desktop', async () => (await owner.session(sessionId)).state === 'active');
  const { handshakeDoneMs, firstUpdateMs } = await firstFrame(await owner.desktopSocket(sessionId));
  await paying;
  const at = await until('the log has all of it', () =>
    loggedPhases(product.output.slice(printedBefore), sessionId),
  );
  const handshake = performance.timeOrigin + handshakeDoneMs;
  return {
    transaction: at.paid - at.webhook,
    handOver: at.ready - at.thawMs - at.paid,
    thaw: at.thawMs,
    activation: at.active - at.ready,
    handshake: handshake - at.active,
    firstUpdate: firstUpdateMs - handshakeDoneMs,
    total: performance.timeOrigin + firstUpdateMs - at.webhook,
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
