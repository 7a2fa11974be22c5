import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  ControlLease,
  SessionEventPage,
  SharedView,
  ShareCreated,
  ShareList,
  type SessionView,
  type ShareBody,
} from '#contracts';
import { CLIENT_HANDSHAKE, SERVER_HANDSHAKE } from '../../apps/api/src/vnc/testing/fake-browser.js';
import type { ApiClient } from '../support/api-client.js';
import { displaysUnder } from '../support/processes.js';
import { Product } from '../support/product.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

let product: Product;
let owner: ApiClient;
let stranger: ApiClient;
let admin: ApiClient;
let nobody: ApiClient;
let session: SessionView;

beforeAll(async () => {
  product = await Product.start({ RATE_LIMIT_FACTOR: '50', DESKTOP_POOL_SIZE: '0' });
  owner = await product.customer().register();
  stranger = await product.customer().register();
  admin = await product.admin();
  nobody = product.customer();
  session = await owner.buySession();
}, 120_000);
afterAll(() => product?.stop(), 60_000);

const route = (path: string) => `/api/sessions/${session.id}/${path}`;
const share = async (body: Partial<ShareBody> = {}) => {
  const created = ShareCreated.parse(await owner.call('POST', route('shares'), body));
  return { ...created, secret: new URL(created.url).hash.slice(1) };
};
const redeem = (secret: string) => nobody.request('POST', '/api/shares/redeem', { secret });
const redeemed = async (secret: string) => SharedView.parse(await (await redeem(secret)).json());
const open = (path: string, protocol: string, token: string) =>
  new Recorder(nobody.socket(path, [protocol, `token.${token}`]));
const control = async (body: Record<string, unknown>) =>
  ControlLease.parse(await owner.call('POST', route('control'), body));
const log = async () =>
  SessionEventPage.parse(await owner.call('GET', route('events?limit=200'))).items.map(({ name, data }) => ({
    name,
    data,
  }));
const logged = async (name: string) => (await log()).find((event) => event.name === name);
const watcherEvent = async (name: string) =>
  (await log()).find((event) => event.name === name && event.data['by'] === 'admin');

/** A guest who sees the first answer of the desktop. */
async function watching(secret: string): Promise<Recorder> {
  const { token, session: shown } = await redeemed(secret);
  return greeted(open(`/vnc/${shown.id}`, 'binary', token));
}

async function greeted(viewer: Recorder): Promise<Recorder> {
  viewer.socket.once('open', () => viewer.socket.send(CLIENT_HANDSHAKE));
  await until('the desktop answers', () => viewer.bytes >= SERVER_HANDSHAKE.length - 'desktop'.length);
  return viewer;
}

describe('links and control are refused', () => {
  const calls = (): [string, string, unknown][] => [
    ['POST', route('shares'), {}],
    ['GET', route('shares'), undefined],
    ['DELETE', route(`shares/${randomUUID()}`), undefined],
    ['POST', route('control'), { action: 'take' }],
    ['GET', route('control'), undefined],
  ];

  it('to who is not signed in: 401, and to a stranger as if there were no session: 404', async () => {
    for (const [method, path, body] of calls()) {
      expect((await nobody.request(method, path, body)).status).toBe(401);
      expect((await stranger.request(method, path, body)).status).toBe(404);
    }
  });

  it('to an admin, who may look at somebody else’s desktop and no more: 403', async () => {
    for (const [method, path, body] of calls()) {
      const mayLook = method === 'GET' && path === route('control');
      expect((await admin.request(method, path, body)).status).toBe(mayLook ? 200 : 403);
    }
    const token = { purpose: 'desktop', sessionId: session.id, access: 'control' };
    expect((await admin.request('POST', '/api/auth/connection-tokens', token)).status).toBe(403);
  });

  it.each([
    {},
    { action: 'seize' },
    { action: 'take', viewer: 'me' },
    { action: 'take', to: randomUUID() },
    { action: 'give', to: 'you' },
    { action: 'take', epoch: 1 },
  ])('when the order is %j: 400', async (body) => {
    expect((await owner.request('POST', route('control'), body)).status).toBe(400);
  });

  it.each([
    { label: '' },
    { label: 'x'.repeat(81) },
    { label: 'a\0b' },
    { expiresInSeconds: 59 },
    { expiresInSeconds: 1e9 },
    { access: 'control' },
  ])('when the link is to be %j: 400', async (body) => {
    expect((await owner.request('POST', route('shares'), body)).status).toBe(400);
  });

  it('when there is no such link: 404', async () => {
    for (const id of [randomUUID(), 'x'])
      expect((await owner.request('DELETE', route(`shares/${id}`))).status).toBe(404);
    for (const secret of ['x', 'A'.repeat(43), owner.accessToken.slice(0, 200)])
      expect((await redeem(secret)).status).toBe(404);
    expect((await redeem('')).status).toBe(400);
  });
});

describe('a link', () => {
  it('lets its guest see the desktop, once a token, and nothing else', async () => {
    const { secret, url } = await share();
    expect(url).toBe(`${product.origin}/watch#${secret}`);
    expect((await fetch(`${product.origin}/watch`)).headers.get('content-type')).toMatch('text/html');
    const guest = await watching(secret);
    const { token } = await redeemed(secret);
    expect((await open('/ws', 'oda.events.v1', token).end()).code).toBe(4401);
    expect((await open(`/vnc/${randomUUID()}`, 'binary', token).end()).code).toBe(4404);
    expect((await open(`/vnc/${session.id}`, 'binary', token).end()).code).toBe(4401);
    for (const [method, path] of [
      ['GET', `/api/sessions/${session.id}`],
      ['POST', route('control')],
    ] as const) {
      const headers = { Authorization: `Bearer ${secret}` };
      expect((await nobody.request(method, path, undefined, headers)).status).toBe(401);
    }
    guest.socket.close();
    expect(product.output).not.toContain(secret);
  });

  it('is taken back at once, its guests with it, and no other', async () => {
    const [one, other] = [await share({ label: 'Ann' }), await share()];
    const [guest, another] = [await watching(one.secret), await watching(other.secret)];
    const { items } = ShareList.parse(await owner.call('GET', route('shares')));
    expect(items.find(({ id }) => id === one.id)).toMatchObject({
      label: 'Ann',
      lastUsedAt: expect.any(String),
    });
    expect(JSON.stringify(items)).not.toContain(one.secret);
    const waiting = await redeemed(one.secret);
    expect((await owner.request('DELETE', route(`shares/${one.id}`))).status).toBe(204);
    expect(await guest.end()).toEqual({ code: 4403, reason: 'link revoked' });
    expect((await open(`/vnc/${session.id}`, 'binary', waiting.token).end()).code).toBe(4401);
    expect((await redeem(one.secret)).status).toBe(404);
    expect((await owner.request('DELETE', route(`shares/${one.id}`))).status).toBe(204);
    expect(another.closed).toBeUndefined();
    another.socket.close();
    await until('the log tells of both', async () => {
      const left = (await log()).filter(({ name, data }) => name === 'viewer.left' && 'share' in data);
      return left.length >= 2;
    });
    expect(await log()).toContainEqual({ name: 'share.revoked', data: { share: one.id, label: 'Ann' } });
  });
});

it('an admin who watches is told to the customer and to the audit trail', async () => {
  const watcher = new Recorder(await admin.desktopSocket(session.id, 'view'));
  watcher.socket.once('open', () => watcher.socket.send(CLIENT_HANDSHAKE));
  const joined = await until('the log tells', () => watcherEvent('viewer.joined'));
  watcher.socket.close();
  const left = await until('and that it is over', () => watcherEvent('viewer.left'));
  expect(left.data['connection']).toBe(joined.data['connection']);
  const { items } = (await admin.call('GET', '/api/admin/audit')) as { items: { action: string }[] };
  expect(items).toContainEqual(
    expect.objectContaining({ action: 'desktop.observed', actor: 'admin@localhost' }),
  );
});

describe('control', () => {
  it('goes from window to window, one epoch at a time, and the log says so', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const before = ControlLease.parse(await owner.call('GET', route('control')));
    const taken = await control({ action: 'take', viewer: one });
    expect(taken).toMatchObject({ holderKind: 'user', holder: one, epoch: before.epoch + 1 });
    expect((await owner.request('POST', route('control'), { action: 'give', viewer: other })).status).toBe(
      409,
    );
    await control({ action: 'give', viewer: one, to: other });
    expect(await control({ action: 'release', viewer: one })).toMatchObject({ holder: other });
    const free = await control({ action: 'release', viewer: other });
    expect(free).toMatchObject({ holderKind: null, holder: null, epoch: before.epoch + 3, present: false });
    expect((await log()).filter(({ name }) => name === 'control.changed').slice(-3)).toMatchObject([
      { data: { holder: one, how: 'take' } },
      { data: { holder: other, how: 'give' } },
      { data: { holder: null, how: 'release' } },
    ]);
  });

  it('needs no name of a window: those who give none are one', async () => {
    const { holder } = await control({ action: 'take' });
    expect(await control({ action: 'request' })).toMatchObject({ holder, request: null });
    expect(await control({ action: 'give' })).toMatchObject({ holder: null });
  });
});

it('a desktop whose display is killed is lost to all who see it, and comes back as another', async () => {
  const { secret } = await share();
  const guest = await watching(secret);
  const own = await greeted(new Recorder(await owner.desktopSocket(session.id)));
  for (const pid of displaysUnder(product.processes())) process.kill(pid, 'SIGKILL');
  expect([(await own.end()).code, (await guest.end()).code]).toEqual([4502, 4502]);
  await until('another desktop answers', () => logged('desktop.restarted'), 60_000);
  expect(await logged('desktop.lost')).toEqual({ name: 'desktop.lost', data: { generation: 1 } });
  (await watching(secret)).socket.close();
}, 90_000);

it('once the session is over, its links say so and control is nobody’s to move', async () => {
  const { secret } = await share();
  const guest = await watching(secret);
  await owner.call('POST', route('end'));
  expect(await guest.end()).toEqual({ code: 4410, reason: 'ended_by_user' });
  const answer = await redeem(secret);
  expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'SESSION_ENDED' }]);
  expect((await owner.request('POST', route('control'), { action: 'take' })).status).toBe(409);
  expect((await owner.request('POST', route('shares'), {})).status).toBe(409);
  expect(await owner.call('GET', route('shares'))).toEqual({ items: [], nextCursor: null });
});
