import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../support/api-client.js';
import { atRest, cycle, deleted } from '../support/desktop-cycles.js';
import { firstFrame } from '../support/first-frame.js';
import { scanHost } from '../support/host-scan.js';
import { familyOf, isAlive, processesWith } from '../support/processes.js';
import { Product } from '../support/product.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

const CYCLES = 3;
/** The pool of database connections and keep-alive sockets of HTTP breathe; each cycle would leave its own. */
const BREATHING = 12;
/** Beside all other tests. */
const PATIENTLY_MS = 60_000;
const NOTHING = { processes: [], sockets: [], folders: [], cgroups: [], users: [], namespaces: [] };

let product: Product;
let admin: ApiClient;

beforeAll(async () => {
  product = await Product.start({ DESKTOP_POOL_SIZE: '0', RATE_LIMIT_FACTOR: '1000' });
  admin = await product.admin();
}, 120_000);
afterAll(() => product?.stop(), 60_000);

describe('desktops that were bought, used and ended', () => {
  it('leave nothing, by the ledger and by a look of our own, and each has a certificate', async () => {
    const sessions = [await cycle(product, 'by customer')];
    const before = await atRest(product, admin);
    for (let n = 0; n < CYCLES; n += 1) sessions.push(await cycle(product, 'by customer'));

    const after = await atRest(product, admin);
    expect(after.scan).toEqual(before.scan);
    expect(after.scan).toMatchObject(NOTHING);
    expect([before.orphans, after.orphans]).toEqual([0, 0]);
    await until(
      'descriptors are as before',
      async () => (await atRest(product, admin)).descriptors <= before.descriptors + BREATHING,
    );
    for (const id of sessions) await expectCertificate(id);
  }, 180_000);
});

describe('kill -9 inside a desktop', () => {
  it('of its display: viewers are told 4502, the session gets another desktop, the old one is gone', async () => {
    const { owner, id, events, viewer } = await customer();
    const before = parts().map(({ pid }) => pid);
    process.kill(partNamed('/usr/bin/Xtigervnc '), 'SIGKILL');

    expect((await viewer.end()).code).toBe(4502);
    await until('it is told', () => events.eventNames.includes('desktop.restarted'), PATIENTLY_MS);
    expect(events.eventNames).toContain('desktop.lost');
    await until('the old one is gone', () => !before.some(isAlive), PATIENTLY_MS);
    await firstFrame(await owner.desktopSocket(id));
    expect((await owner.session(id)).state).toBe('active');
    await owner.call('POST', `/api/sessions/${id}/end`);
    await deleted(owner, id);
  }, 120_000);

  it('of its browser: the same desktop has another one, and no viewer is cut off', async () => {
    const { owner, id, viewer } = await customer();
    const [supervisor, browser] = [supervisors(), partNamed('/usr/lib/chromium/chromium --user')];
    process.kill(browser, 'SIGKILL');

    await until(
      'another browser runs',
      () => ![0, browser].includes(partNamed('/usr/lib/chromium/chromium --user')),
    );
    expect(supervisors()).toEqual(supervisor);
    expect(viewer.closed).toBeUndefined();
    await firstFrame(await owner.desktopSocket(id));
    await owner.call('POST', `/api/sessions/${id}/end`);
    await deleted(owner, id);
  }, 120_000);
});

describe('the processors', () => {
  it("are the api's before they are a desktop's, where that can be had", async () => {
    const { owner, id } = await customer();
    const ofDesktop = parts().map(({ pid }) => os.getPriority(pid));
    expect(os.getPriority(product.apiPid())).toBe(mayGoFirst() ? os.constants.priority.PRIORITY_HIGH : 0);
    expect(ofDesktop.length).toBeGreaterThan(3);
    expect(Math.min(...ofDesktop)).toBe(0);
    const [display, browser] = ['/usr/bin/Xtigervnc ', '/usr/lib/chromium/chromium --user'].map(partNamed);
    expect([display, browser].map((pid) => os.getPriority(pid))).toEqual([0, 5]);
    await owner.call('POST', `/api/sessions/${id}/end`);
    await deleted(owner, id);
  }, 120_000);
});

describe('kill -9 of the api in the middle of an ending', () => {
  it('leaves it to the next one: everything goes, with a certificate', async () => {
    const { owner, id } = await customer();
    const victim = product.apiPid();
    for (const supervisor of supervisors()) process.kill(supervisor, 'SIGSTOP'); // it obeys nobody: that takes a second
    await owner.call('POST', `/api/sessions/${id}/end`);
    process.kill(victim, 'SIGKILL');
    await until('the api is gone', () => !isAlive(victim));
    expect(supervisors()).toHaveLength(1); // stopped where it stands: it was not ended yet
    expect(scanHost(product.runDir).folders).not.toEqual([]);

    const isServed = async () => (await fetch(`${product.origin}/health/ready`).catch(() => undefined))?.ok;
    await until('another api serves', isServed, PATIENTLY_MS);
    await deleted(owner, id);
    expect(scanHost(product.runDir)).toMatchObject(NOTHING);
    expect(await owner.session(id)).toMatchObject({ state: 'ended', endReason: 'ended_by_user' });
    await expectCertificate(id);
  }, 180_000);
});

async function customer() {
  const owner = await product.customer().register();
  const { id } = await owner.buySession();
  const events = new Recorder(await owner.eventsSocket(id));
  await events.until('CONNECTED');
  events.say({ type: 'SUBSCRIBE', sessionId: id, after: 0 });
  const viewer = new Recorder(await owner.desktopSocket(id));
  await firstFrame(viewer.socket);
  return { owner, id, events, viewer };
}

async function expectCertificate(sessionId: string): Promise<void> {
  const { items } = (await admin.call('GET', `/api/admin/sessions/${sessionId}/deletions`)) as {
    items: { goneAt: string | null; parts: { kind: string; goneAt: string | null }[] }[];
  };
  expect(items).toHaveLength(1);
  const kinds = new Set(items[0]?.parts.map(({ kind }) => kind));
  for (const kind of ['process', 'socket', 'mount', 'namespace', 'file']) expect(kinds).toContain(kind);
  expect(items[0]?.parts.every(({ goneAt }) => goneAt !== null)).toBe(true);
}

const supervisors = () =>
  processesWith('supervisor/main.js')
    .filter(({ command }) => command.includes(product.runDir))
    .map(({ pid }) => pid);
/** Whether a process may take a priority: `nice` without a command says the one it has. */
const mayGoFirst = () => spawnSync('nice', ['-n', '-1', 'nice']).stdout.toString().trim() === '-1';

const parts = () => familyOf(supervisors());
/** 0 when there is none. */
const partNamed = (begin: string) => parts().find(({ command }) => command.startsWith(begin))?.pid ?? 0;
