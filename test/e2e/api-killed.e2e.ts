import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { RealtimeClient, socketUrl } from '#realtime';
import { EVENTS_PATH, type SessionEvent, type SessionId } from '#contracts';
import { openBrowser, type Visitor } from '../support/browser.js';
import { isAlive, processesWith } from '../support/processes.js';
import { Product } from '../support/product.js';
import { colourOf, register } from '../support/portal.js';
import { TestPage } from '../support/test-page.js';
import { until } from '../support/until.js';

const PASSWORD = 'correct horse battery staple';
let product: Product;
let page: TestPage;
let visitor: Visitor;

beforeAll(async () => {
  page = await TestPage.serve();
  product = await Product.start({ ...page.asStartPage, DESKTOP_POOL_SIZE: '0' });
  visitor = await openBrowser();
}, 120_000);
afterAll(async () => {
  await visitor?.browser.close();
  await product?.stop();
  await page?.stop();
}, 60_000);

describe('kill -9 of the api while a session runs', () => {
  it('leaves the desktop running; the portal and the log go on by themselves, nothing missing', async () => {
    await visitor.page.goto(`${product.origin}/register`);
    await register(visitor.page, 'linus@example.com', PASSWORD);
    const owner = await product.customer().signIn('linus@example.com', PASSWORD);
    const session = await owner.buySession();
    await visitor.page.goto(`${product.origin}/sessions/${session.id}`);
    await until('the desktop is painted', async () => (await colourOf(visitor.page)) === '#204080', 30_000);

    const seen: SessionEvent[] = [];
    const client = new RealtimeClient({
      url: socketUrl(product.origin, EVENTS_PATH),
      token: () => owner.connectionToken({ purpose: 'events' }),
      signIn: async () => true,
      createSocket: (url, protocols) =>
        new WebSocket(url, protocols, { headers: { Origin: product.origin } }) as never,
    });
    client.subscribe(session.id as SessionId, { onEvent: (event) => seen.push(event) }, { seq: 0 });
    client.start();
    await until('events arrive', () => seen.length > 0);

    const supervisors = () =>
      processesWith('supervisor/main.js').filter(({ command }) => command.includes(product.runDir));
    const before = supervisors().map(({ pid }) => pid);
    expect(before).toHaveLength(1);
    const victim = product.apiPid();
    process.kill(victim, 'SIGKILL');
    await until('the api is gone', () => !isAlive(victim));
    const isServed = async () => {
      const answer = await fetch(`${product.origin}/health/ready`).catch(() => undefined);
      return answer?.ok;
    };
    await until('another api serves', isServed, 60_000); // it starts anew, beside all other tests
    expect(supervisors().map(({ pid }) => pid)).toEqual(before);

    const canvas = visitor.page.locator('canvas').first();
    await until(
      'the page of the desktop hears keys again',
      async () => {
        await canvas.click({ position: { x: 400, y: 400 }, timeout: 2_000 }).catch(() => undefined);
        await visitor.page.keyboard.press('z');
        return page.typed.includes('z');
      },
      30_000,
    );
    const { head } = (await owner.call('GET', `/api/sessions/${session.id}/events`)) as { head: number };
    await until('the client has every event', () => seen.length >= head);
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, n) => n + 1));
    expect((await owner.session(session.id)).state).toBe('active');
    client.stop();
  }, 120_000);
});
