import dgram from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminSession, SessionEventPage, type SessionView } from '#contracts';
import { RunFolders } from '../../apps/api/src/desktops/drivers/process/run-folders.js';
import { Devtools } from '../../apps/api/src/desktops/testing/devtools.js';
import type { ApiClient } from '../support/api-client.js';
import { TestDatabase } from '../support/database.js';
import { candidatesBy, reachedBy, SPELLINGS } from '../support/insider.js';
import { Product } from '../support/product.js';
import { SANDBOX_WEBHOOK_SECRET, StripeSandbox } from '../support/stripe-sandbox.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { TestPage } from '../support/test-page.js';
import { until } from '../support/until.js';

/**
 * A session of a started product, attacked from its own browser. Every port of the product is opened to desktops as far as
 * an operator can, so that nothing but what seals them is left to refuse; the database and Stripe are reached through
 * cables of the test, which show what came.
 */
const MARK = 'came-from-inside';
/** What PostgreSQL's protocol begins with: the high byte of a length (startup, TLS request). */
const STARTUP_BYTE = 0;

let database: TestDatabase;
let databaseCable: TcpProxy;
let stripe: StripeSandbox;
let stripeCable: TcpProxy;
let bystander: Server;
let allowed: TestPage;
let product: Product;
let customer: ApiClient;
let session: SessionView;
let page: Devtools;
const cameToDatabase: Buffer[] = [];
const cameToStripe: string[] = [];
const cameToBystander: string[] = [];
let datagrams = 0;
const stun = dgram.createSocket('udp4', () => (datagrams += 1));

/** The browser of the session's desktop, whichever that is now. */
async function browserOf(sessionId: string): Promise<{ desktopId: string; page: Devtools }> {
  const [desktop] = await database.query<{ id: string }>(
    `SELECT id FROM desktops WHERE session_id = $1 AND state = 'ready'`,
    [sessionId],
  );
  const desktopId = String(desktop?.id);
  return { desktopId, page: await Devtools.open(folders().of(desktopId).cdp) };
}
const folders = () => new RunFolders(product.runDir);

const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  [database, stripe, allowed] = await Promise.all([
    TestDatabase.create(),
    StripeSandbox.start(),
    TestPage.serve(),
  ]);
  databaseCable = await TcpProxy.start({ path: database.socketPath });
  databaseCable.refuses = (first) => !cameToDatabase.push(first);
  stripeCable = await TcpProxy.start({ host: '127.0.0.1', port: Number(new URL(stripe.origin).port) });
  stripeCable.refuses = (first) => !cameToStripe.push(first.toString('latin1'));
  bystander = createServer(({ url = '' }, response) => {
    cameToBystander.push(url);
    response.setHeader('Access-Control-Allow-Origin', '*').end('reached');
  });
  await new Promise<void>((resolve) => bystander.listen(0, '::', resolve));
  await new Promise<void>((resolve) => stun.bind(0, '0.0.0.0', resolve));

  product = await Product.start((port) => ({
    DATABASE_URL: database.urlThrough(databaseCable.port),
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: SANDBOX_WEBHOOK_SECRET,
    STRIPE_API_BASE: `http://127.0.0.1:${stripeCable.port}`,
    EGRESS_PORTS: ['80,443', port, databaseCable.port, stripeCable.port, portOf(bystander)].join(),
    // the mistake of an operator: the api's own port is opened by name
    EGRESS_ALLOW: [allowed.hostAndPort, `127.0.0.1:${port}`, `localhost:${port}`].join(),
    DESKTOP_POOL_SIZE: '1',
  }));
  stripe.sendWebhooksTo(`${product.origin}/api/billing/stripe-webhook`);
  customer = await product.customer().register();
  session = await customer.buySession();
  ({ page } = await browserOf(session.id));
}, 120_000);

afterAll(async () => {
  page?.close();
  stun.close();
  await product?.stop();
  await Promise.all([databaseCable?.stop(), stripeCable?.stop(), allowed?.stop()]);
  bystander?.close();
  await Promise.all([database?.stop(), stripe?.stop()]);
}, 60_000);

/** Ports of this host that something of the product, or beside it, listens on. */
const ports = () => [product.port, databaseCable.port, stripeCable.port, portOf(bystander)];
const aPageWithoutPolicy = () => page.visit('http://start.localhost/missing');

const refusedUpgrades = async () => {
  const metrics = await (await fetch(`${product.origin}/metrics`)).text();
  return metrics.split('\n').filter((line) => line.startsWith('upgrades_refused_total'));
};

/** What arrived anywhere, by who would have had it. */
const hits = () => ({
  api: product.output.split('\n').filter((line) => line.includes(MARK)),
  database: cameToDatabase.filter(([byte]) => byte !== STARTUP_BYTE).map(String),
  stripe: cameToStripe.filter((request) => request.includes(MARK) || !/^[A-Z]+ \//.test(request)),
  bystander: cameToBystander,
  datagrams,
});
const NONE = { api: [], database: [], stripe: [], bystander: [], datagrams: 0 };

describe('from the browser of a bought session', () => {
  let upgradesBefore: string[];
  beforeAll(async () => void (upgradesBefore = await refusedUpgrades()));

  it('the allowed origin is reached', async () => {
    await page.visit(allowed.url);
    expect(await page.evaluate('document.title')).toBe('test');
    await page.evaluate(`fetch('/typed?key=inside')`);
    expect(allowed.typed).toContain('inside');
  });

  it('no spelling of an address leads to the api, or to another service of this host', async () => {
    const led: string[] = [];
    for (const port of [product.port, portOf(bystander)]) {
      for (const host of SPELLINGS) {
        const shown = await page.visit(`http://${host}:${port}/admin/${MARK}`);
        if (!/^(Not reachable from this desktop|net::ERR_)/.test(shown))
          led.push(`${host}:${port}: ${shown}`);
      }
    }
    expect(led).toEqual([]);
    expect(hits()).toEqual(NONE);
  }, 60_000);

  it('no request, image or socket of a page arrives there, at the database or at Stripe', async () => {
    await aPageWithoutPolicy();
    const places = ports().flatMap((port) => SPELLINGS.map((host) => `${host}:${port}/${MARK}`));
    expect(await reachedBy(page, places)).toEqual([]);
    expect(hits()).toEqual(NONE);
    expect(await refusedUpgrades()).toEqual(upgradesBefore);
  }, 60_000);

  it('WebRTC finds no address and asks no server', async () => {
    await aPageWithoutPolicy();
    const { port } = stun.address();
    const servers = ['127.0.0.1', 'localhost', '0.0.0.0', ...SPELLINGS.slice(-3, -1)].map(
      (host) => `${host}:${port}`,
    );
    expect(await candidatesBy(page, [...servers, `127.0.0.1:${product.port}`])).toBe('');
    expect(hits()).toEqual(NONE);
  });

  it('neither its own DevTools nor those of another desktop answer', async () => {
    expect((await database.query(`SELECT 1 FROM desktops WHERE state = 'warm'`)).length).toBe(1);
    for (const port of [9222, 3128]) {
      for (const host of ['127.0.0.1', 'localhost', '0.0.0.0', '[::1]']) {
        expect(await page.visit(`http://${host}:${port}/json/version`)).toMatch(/^(Not reachable|net::ERR_)/);
      }
    }
  });

  it.each(['file:///etc/passwd', 'file:///proc/self/environ', 'view-source:file:///etc/passwd'])(
    '%s is not opened',
    async (url) => {
      expect(await page.visit(url)).toBe('net::ERR_BLOCKED_BY_ADMINISTRATOR');
    },
  );
});

describe('what shows hits', () => {
  it('sees them when they come from outside', async () => {
    const before = await refusedUpgrades();
    await fetch(`${product.origin}/${MARK}`);
    await Promise.all(
      [databaseCable.port, stripeCable.port, portOf(bystander)].map((port) =>
        fetch(`http://127.0.0.1:${port}/${MARK}`).catch(() => undefined),
      ),
    );
    stun.send('hello', stun.address().port, '127.0.0.1');
    customer.socket(`/${MARK}`, []).on('error', () => {});
    await until('each has one', () => {
      const { api, database: queries, stripe: calls, bystander: visits } = hits();
      return [api, queries, calls, visits].every((list) => list.length > 0) && datagrams === 1;
    });
    await until('the upgrade is counted', async () => (await refusedUpgrades()).join() !== before.join());
  });
});

describe('the session tells of it', () => {
  it('by the event egress.denied, which an api that is told to stop still writes', async () => {
    await until(
      'the gate has passed on what it refused',
      () => product.output.includes('egress denied'),
      20_000,
    );
    process.kill(product.apiPid(), 'SIGTERM');
    const denied = await until(
      'the event is in the log',
      async () => {
        const answer = await customer
          .request('GET', `/api/sessions/${session.id}/events`)
          .catch(() => undefined);
        if (answer?.status !== 200) return undefined;
        return SessionEventPage.parse(await answer.json()).items.find(({ name }) => name === 'egress.denied');
      },
      30_000,
    );
    expect(denied.data).toMatchObject({
      count: expect.any(Number),
      hosts: expect.arrayContaining(['127.0.0.1']),
    });
  }, 60_000);

  it('by sums that an api that starts again and a second desktop add to, to the end', async () => {
    const admin = await product.admin();
    const sums = async () =>
      AdminSession.parse(await admin.call('GET', `/api/admin/sessions/${session.id}`)).egress;
    const before = await until('the sums are there', sums);
    expect(before.denied).toBeGreaterThan(SPELLINGS.length);
    expect(before.connections).toBeGreaterThan(0);

    const first = await browserOf(session.id);
    first.page.close();
    const { supervisor } = JSON.parse(readFileSync(folders().of(first.desktopId).processes, 'utf8')) as {
      supervisor: { pid: number };
    };
    process.kill(supervisor.pid, 'SIGKILL');
    await until('the desktop is another one', async () => {
      const { desktop } = await customer.session(session.id);
      const [row] = await database.query<{ generation: number }>(
        `SELECT generation FROM desktops WHERE session_id = $1 AND state = 'ready'`,
        [session.id],
      );
      return desktop.state === 'ready' && row?.generation === 2;
    });
    const second = await browserOf(session.id);
    await second.page.visit(allowed.url);
    await second.page.visit(`http://10.0.0.1:${product.port}/`);
    second.page.close();
    expect((await sums())?.connections).toBeGreaterThanOrEqual(before.connections);
    await customer.call('POST', `/api/sessions/${session.id}/end`);
    const after = await until('the last of it is added', async () => {
      const now = await sums();
      return now && now.connections > before.connections && now.denied > before.denied && now;
    });
    expect(after.bytesDown).toBeGreaterThan(before.bytesDown);
  }, 60_000);
});
