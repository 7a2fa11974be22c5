import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBrowser, type Visitor } from '../support/browser.js';
import { firstFrame } from '../support/first-frame.js';
import { register } from '../support/portal.js';
import { Product } from '../support/product.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

const TTL_SECONDS = 10;
let product: Product;
let visitor: Visitor;

beforeAll(async () => {
  product = await Product.start({ SESSION_TTL_SECONDS: String(TTL_SECONDS) });
  visitor = await openBrowser();
}, 120_000);
afterAll(async () => {
  await visitor?.browser.close();
  await product?.stop();
}, 60_000);

describe('the deadline', () => {
  it('ends both sockets, says why, and leaves nothing', async () => {
    const owner = await product.customer().register();
    const session = await owner.buySession();
    const events = new Recorder(await owner.eventsSocket(session.id));
    await events.until('CONNECTED');
    events.say({ type: 'SUBSCRIBE', sessionId: session.id, after: 0 });
    const desktop = new Recorder(await owner.desktopSocket(session.id));
    await firstFrame(desktop.socket);
    expect(Date.parse(session.expiresAt ?? '') - Date.parse(session.activatedAt ?? '')).toBe(
      TTL_SECONDS * 1_000,
    );

    const [eventsEnd, desktopEnd] = await Promise.all([events.end(), desktop.end()]);
    expect(eventsEnd).toEqual({ code: 4410, reason: 'expired' });
    expect(desktopEnd).toEqual({ code: 4410, reason: 'expired' });
    expect(events.messages.at(-1)).toMatchObject({
      type: 'EVENT',
      name: 'session.ended',
      data: { endReason: 'expired' },
    });
    expect(events.seqs).toEqual(events.seqs.map((_, n) => n + 1));

    const ended = await owner.session(session.id);
    expect(ended).toMatchObject({ state: 'ended', endReason: 'expired' });
    const latenessMs = Date.parse(ended.endedAt ?? '') - Date.parse(session.expiresAt ?? '');
    expect(latenessMs).toBeGreaterThanOrEqual(0);
    expect(latenessMs).toBeLessThan(1_500); // R3: at worst the sweep
    await until(
      'the desktop is gone',
      async () => (await owner.session(session.id)).desktop.state === 'gone',
    );
    expect(
      (
        await owner.request('POST', '/api/auth/connection-tokens', {
          purpose: 'events',
          sessionId: session.id,
        })
      ).status,
    ).toBe(404);
  }, 60_000);

  it('is said in the portal in words, with a way on', async () => {
    const { page } = visitor;
    await page.goto(`${product.origin}/register`);
    await register(page, 'grace@example.com', 'correct horse battery staple');
    const owner = await product.customer().signIn('grace@example.com', 'correct horse battery staple');
    const session = await owner.buySession();
    await page.goto(`${product.origin}/sessions/${session.id}`);
    await page.getByText(/everything in the desktop has been deleted/i).waitFor({ timeout: 20_000 });
    expect(await page.getByRole('link', { name: 'Start another' }).count()).toBe(1);
  }, 60_000);
});
