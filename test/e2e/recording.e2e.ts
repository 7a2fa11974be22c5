import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  Recording,
  RecordingDetail,
  RecordingList,
  SessionEventPage,
  SessionView,
  ShareCreated,
  SharedLook,
  SharedView,
} from '#contracts';
import { readSegment } from '#recording';
import type { ApiClient } from '../support/api-client.js';
import { openBrowser, type Visitor } from '../support/browser.js';
import { colourOf, openSession } from '../support/portal.js';
import { Product } from '../support/product.js';
import { TestPage } from '../support/test-page.js';
import { until } from '../support/until.js';

const BLUE = '#204080';
const RED = '#d02030';
const GREEN = '#20c040';

let product: Product;
let site: TestPage;
let visitor: Visitor;
let owner: ApiClient;
let stranger: ApiClient;
let admin: ApiClient;
let nobody: ApiClient;
let session: SessionView;

beforeAll(async () => {
  site = await TestPage.serve();
  product = await Product.start({ ...site.asStartPage, RATE_LIMIT_FACTOR: '50' });
  [visitor, owner, stranger] = await Promise.all([
    openBrowser(),
    product.customer().register(),
    product.customer().register(),
  ]);
  admin = await product.admin();
  nobody = product.customer();
  session = await owner.buySession();
}, 120_000);
afterAll(async () => {
  await visitor?.browser.close();
  await product?.stop();
  await site?.stop();
}, 60_000);

const of = (path: string) => `/api/sessions/${session.id}/${path}`;
const order = async (action: 'start' | 'stop') =>
  Recording.parse(await owner.call('POST', of('recording'), { action }));
const detail = async (id: string) => RecordingDetail.parse(await owner.call('GET', `/api/recordings/${id}`));
const list = async () => RecordingList.parse(await owner.call('GET', of('recordings'))).items;
const log = async () => SessionEventPage.parse(await owner.call('GET', of('events?limit=200'))).items;
const audit = async () =>
  ((await admin.call('GET', '/api/admin/audit?limit=200')) as { items: { action: string; actor: string }[] })
    .items;
const segmentOf = async (id: string, n: number) => {
  const answer = await owner.request('GET', `/api/recordings/${id}/segments/${n}`);
  return { answer, file: new Uint8Array(await answer.arrayBuffer()) };
};
const picturesIn = async (id: string, n = 1) =>
  (readSegment((await segmentOf(id, n)).file)?.records.length ?? 1) - 1;
const aSegment = (id: string) => until('a segment', async () => (await detail(id)).segments[0], 30_000);
const seen = (colour: string) =>
  until(`${colour} is seen`, async () => (await colourOf(visitor.page)) === colour, 30_000);

describe('recording is refused', () => {
  it('to who is not signed in, to strangers as if there were nothing, and to an admin as far as it is not theirs', async () => {
    const { id } = await order('start');
    await aSegment(id);
    await order('stop');
    const calls: [string, string, unknown, number][] = [
      ['POST', of('recording'), { action: 'start' }, 403],
      ['GET', of('recordings'), undefined, 200],
      ['GET', `/api/recordings/${id}`, undefined, 200],
      ['GET', `/api/recordings/${id}/segments/1`, undefined, 200],
    ];
    for (const [method, route, body, forAdmin] of calls) {
      expect((await nobody.request(method, route, body)).status).toBe(401);
      expect((await stranger.request(method, route, body)).status).toBe(404);
      expect((await admin.request(method, route, body)).status).toBe(forAdmin);
    }
    expect((await nobody.request('DELETE', `/api/recordings/${id}`)).status).toBe(401);
    expect((await stranger.request('DELETE', `/api/recordings/${id}`)).status).toBe(404);
    expect((await list()).map((one) => one.id)).toEqual([id]);
  });

  it.each(['x', randomUUID(), '../../etc/passwd', '%2e%2e%2f'])('of what is not there: %s', async (id) => {
    const name = encodeURIComponent(id);
    for (const route of [`/api/recordings/${name}`, `/api/recordings/${name}/segments/1`])
      expect((await owner.request('GET', route)).status).toBe(404);
    const [known] = await list();
    for (const n of ['0', '-1', '1e9', '999999999', name])
      expect((await owner.request('GET', `/api/recordings/${known?.id}/segments/${n}`)).status).toBe(404);
  });

  it.each([{}, { action: 'pause' }, { action: 'start', by: 'policy' }])('ordered by %j', async (body) => {
    expect((await owner.request('POST', of('recording'), body)).status).toBe(400);
  });
});

it('everybody who sees the desktop can know that it is recorded, guests too', async () => {
  const { url } = ShareCreated.parse(await owner.call('POST', of('shares'), {}));
  const secret = new URL(url).hash.slice(1);
  const look = async () =>
    SharedLook.parse(await (await nobody.request('POST', '/api/shares/look', { secret })).json());
  expect(await look()).toEqual({ isRecording: false });
  await order('start');
  expect(await look()).toEqual({ isRecording: true });
  const redeemed = await nobody.request('POST', '/api/shares/redeem', { secret });
  expect(SharedView.parse(await redeemed.json()).isRecording).toBe(true);
  const view = SessionView.parse(await owner.call('GET', `/api/sessions/${session.id}`));
  expect(view.recording).toBeDefined();
  await order('stop');
  expect((await nobody.request('POST', '/api/shares/look', { secret: 'x' })).status).toBe(404);
});

it('a person records, plays it and goes back in it, and sees what there was then', async () => {
  const { page } = visitor;
  await openSession(page, owner, session.id);
  await seen(BLUE);
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Recording…' }).click();
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByRole('button', { name: 'Stop recording' }).waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Recording. Open what is recorded' }).waitFor();
  await page.getByRole('application').focus();

  const running = (await list()).find(({ stoppedAt }) => stoppedAt === null);
  const id = running?.id ?? '';
  await aSegment(id);
  for (const [key, colour] of [
    ['q', RED],
    ['w', GREEN],
  ] as const) {
    const before = await picturesIn(id);
    await page.keyboard.press(key);
    await seen(colour);
    await until('it is recorded', async () => (await picturesIn(id)) > before, 30_000);
  }
  await page.keyboard.press('F2');
  await until('something is copied in the desktop', () => site.copied > 0);
  await order('stop');

  await page.goto(`${product.origin}/recordings/${id}`);
  await seen(BLUE);
  const position = page.getByRole('slider', { name: 'Position' });
  await position.press('End');
  await seen(GREEN);
  await position.press('Home');
  await seen(BLUE);
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '8×' });
  await page.getByRole('button', { name: 'Play' }).click();
  await seen(GREEN);
  await page.getByRole('button', { name: 'Play' }).waitFor(); // it stopped at its end
}, 120_000);

it('nothing that was typed or copied is in a file, and nothing but pictures', async () => {
  const folder = path.join(product.dataDir, 'recordings', session.id);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.seg'),
  );
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const bytes = readFileSync(path.join(folder, file));
    expect(bytes.includes(TestPage.COPIED)).toBe(false);
    const records = readSegment(bytes)?.records ?? [];
    // FramebufferUpdate is message 0; the keys' page reported what was typed, so they did reach the desktop
    for (const { bytes } of records.slice(1)) expect(bytes[0]).toBe(0);
  }
  expect(site.typed).toEqual(['q', 'w']);
});

it('a recording goes on when the api is killed', async () => {
  const { id } = await order('start');
  await aSegment(id);
  process.kill(product.apiPid(), 'SIGKILL');
  await until(
    'another segment',
    async () => (await detail(id).catch(() => undefined))?.segments.some(({ n }) => n === 2),
    60_000,
  );
  const { segments, stoppedAt } = await detail(id);
  expect(stoppedAt).toBeNull();
  expect(segments[0]).toMatchObject({ n: 1, isOpen: false });
  expect(readSegment((await segmentOf(id, 1)).file)?.records.length).toBeGreaterThanOrEqual(2);
}, 120_000);

it('it ends with its session, is kept, told of, and deleted at once when its customer says so', async () => {
  const [running] = await list();
  await owner.call('POST', of('end'));
  const stopped = await until('it is stopped', async () =>
    (await list()).find(({ stopReason }) => stopReason === 'session_ended'),
  );
  expect(stopped).toMatchObject({ id: running?.id, deletesAt: expect.any(String) });
  expect((await owner.request('POST', of('recording'), { action: 'start' })).status).toBe(409);
  const { answer } = await segmentOf(stopped.id, 1);
  expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    'application/octet-stream',
    'no-store',
  ]);
  for (const { id } of await list())
    expect((await owner.request('DELETE', `/api/recordings/${id}`)).status).toBe(204);
  expect((await owner.request('DELETE', `/api/recordings/${stopped.id}`)).status).toBe(404);
  expect(await list()).toEqual([]);
  await until(
    'no file is left',
    () => !readdirSync(path.join(product.dataDir, 'recordings')).includes(session.id),
  );
  const actions = (await audit()).map(({ action }) => action);
  for (const action of ['recording.started', 'recording.stopped', 'recording.viewed', 'recording.deleted'])
    expect(actions).toContain(action);
  expect(
    (await audit()).filter(
      ({ action, actor }) => action === 'recording.viewed' && actor === 'admin@localhost',
    ),
  ).toHaveLength(1);
  const names = (await log()).map(({ name }) => name).filter((name) => name.startsWith('recording.'));
  expect(names.slice(0, 2)).toEqual(['recording.started', 'recording.stopped']);
});
