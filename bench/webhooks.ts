import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminOrderList, AdminStripeEventList } from '#contracts';
import type { ApiClient } from '../test/support/api-client.js';
import { firstFrame } from '../test/support/first-frame.js';
import { Product } from '../test/support/product.js';
import { until } from '../test/support/until.js';
import { ms, percentile, type Report } from './report.js';

const RATE = 200;
const SUSTAINED_SECONDS = 20;
const BURST = 1_000;
/** As many sockets as Stripe would open at once and more; a burst of 1,000 connections is another thing to measure. */
const AGENT = new http.Agent({ keepAlive: true, maxSockets: 256 });

interface Answered {
  /** 0: no answer came. */
  status: number;
  tookMs: number;
}

interface Load {
  tookMs: number[];
  refused: number;
  totalMs: number;
}

/**
 * Deliveries to the built product on its own embedded database, whose commits reach the disk, and its sandbox: each a new
 * event, signed, about a checkout that was paid, so each is stored, answered and handled by a look at Stripe. A session
 * streams meanwhile.
 */
export async function run(): Promise<Report> {
  const product = await Product.start({
    RATE_LIMIT_FACTOR: '1000',
    DESKTOP_POOL_SIZE: '0',
    LOG_LEVEL: 'warn',
  });
  try {
    const owner = await product.customer().register();
    const session = await owner.buySession();
    const admin = await product.admin();
    const checkout = await paidCheckout(admin);
    const servedQuiet = await viewersServed(owner, session.id, 5_000);
    const rssBefore = rssMib(product.apiPid());
    const stream = viewersServed(owner, session.id, SUSTAINED_SECONDS * 1_000);
    const sustained = await steady(product, checkout);
    const rssAfter = rssMib(product.apiPid());
    const drainMs = await drained(admin);
    const burst = await atOnce(product, checkout);
    const rssBurst = rssMib(product.apiPid());
    const burstDrainMs = await drained(admin);
    const served = await stream;
    const darkMs = await refundToDark(product, owner, admin, session.id);
    return {
      title: 'Webhook deliveries, answered after the commit (ms)',
      columns: [
        'load',
        'deliveries',
        'not 200',
        'p50',
        'p95',
        'max',
        'all answered',
        'all handled',
        'api RSS MiB',
      ],
      rows: [
        [
          `${RATE}/s for ${SUSTAINED_SECONDS} s`,
          ...cells(sustained),
          ms(drainMs),
          `${rssBefore} -> ${rssAfter}`,
        ],
        [`${BURST} at once`, ...cells(burst), ms(burstDrainMs), `${rssAfter} -> ${rssBurst}`],
      ],
      notes: [
        `Meanwhile viewers came to the session one after another, each for a whole frame: ${served.toFixed(1)} a second, ${servedQuiet.toFixed(1)} before.`,
        '"all handled": from the last answer until no event waits.',
        `Then its payment was refunded at Stripe: the desktop's socket was closed ${ms(darkMs)} ms after the session's end was written.`,
      ],
    };
  } finally {
    AGENT.destroy();
    await product.stop();
  }
}

function cells({ tookMs, refused, totalMs }: Load): (string | number)[] {
  return [tookMs.length, refused, ...[50, 95, 100].map((p) => ms(percentile(tookMs, p))), ms(totalMs)];
}

async function steady(product: Product, objectId: string): Promise<Load> {
  const startMs = performance.now();
  const sent: Promise<Answered>[] = [];
  for (let n = 0; n < RATE * SUSTAINED_SECONDS; n += 1) {
    const dueMs = startMs + (n * 1_000) / RATE;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    sent.push(deliver(product, objectId));
  }
  return loadOf(await Promise.all(sent), startMs);
}

async function atOnce(product: Product, objectId: string): Promise<Load> {
  const startMs = performance.now();
  return loadOf(await Promise.all(Array.from({ length: BURST }, () => deliver(product, objectId))), startMs);
}

function loadOf(answers: Answered[], startMs: number): Load {
  const refused = answers.filter(({ status }) => status !== 200).length;
  return { tookMs: answers.map(({ tookMs }) => tookMs), refused, totalMs: performance.now() - startMs };
}

async function deliver(product: Product, objectId: string): Promise<Answered> {
  const payload = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    type: 'checkout.session.completed',
    livemode: false,
    data: { object: { id: objectId, object: 'checkout.session', filler: 'x'.repeat(2_000) } },
  });
  const at = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', keysOf(product).webhookSecret)
    .update(`${at}.${payload}`)
    .digest('hex');
  const headers = {
    'Content-Type': 'application/json',
    'Stripe-Signature': `t=${at},v1=${signature}`,
    Host: new URL(product.origin).host,
  };
  const startMs = performance.now();
  const status = await post(product.port, headers, payload);
  return { status, tookMs: performance.now() - startMs };
}

/** A kept connection may be closed by the server just then: as every client does, it is sent again on another one. */
function post(port: number, headers: Record<string, string>, payload: string): Promise<number> {
  return new Promise((resolve) => {
    const url = `http://127.0.0.1:${port}/api/billing/stripe-webhook`;
    const request = http.request(url, { method: 'POST', headers, agent: AGENT }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    request.once('error', () => resolve(request.reusedSocket ? post(port, headers, payload) : 0));
    request.end(payload);
  });
}

async function paidCheckout(admin: ApiClient): Promise<string> {
  const list = AdminStripeEventList.parse(
    await admin.call('GET', '/api/admin/stripe-events?q=checkout.session.completed'),
  );
  return list.items[0]?.objectId ?? '';
}

async function drained(admin: ApiClient): Promise<number> {
  const startMs = performance.now();
  const waiting = async () =>
    AdminStripeEventList.parse(await admin.call('GET', '/api/admin/stripe-events?state=received&limit=1'))
      .items;
  await until('every event is handled', async () => (await waiting()).length === 0, 200_000);
  return performance.now() - startMs;
}

/** Viewers a second who, one after another, get a token, a socket and a whole frame of the session's desktop. */
async function viewersServed(owner: ApiClient, sessionId: string, forMs: number): Promise<number> {
  const endsAt = performance.now() + forMs;
  let count = 0;
  while (performance.now() < endsAt) {
    const socket = await owner.desktopSocket(sessionId, 'view');
    await firstFrame(socket);
    socket.terminate();
    count += 1;
  }
  return (count * 1_000) / forMs;
}

/** From the end of the session, which handling the refund's event wrote, to the close that its viewer sees. */
async function refundToDark(
  product: Product,
  owner: ApiClient,
  admin: ApiClient,
  sessionId: string,
): Promise<number> {
  const socket = await owner.desktopSocket(sessionId, 'view');
  await firstFrame(socket);
  const closed = once(socket, 'close').then(() => Date.now());
  const { items } = AdminOrderList.parse(
    await admin.call('GET', `/api/admin/orders?q=${encodeURIComponent(owner.email)}`),
  );
  const payment = items[0]?.payment?.paymentIntentId ?? '';
  await fetch(`${product.sandboxOrigin}/sandbox/payments/${payment}/refund`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  const closedAtMs = await closed;
  return closedAtMs - Date.parse(String((await owner.session(sessionId)).endedAt));
}

function keysOf(product: Product): { webhookSecret: string } {
  return JSON.parse(readFileSync(path.join(product.dataDir, 'sandbox-keys.json'), 'utf8')) as never;
}

function rssMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib) / 1_024);
}
