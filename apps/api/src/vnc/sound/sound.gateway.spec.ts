import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../../test/support/database.js';
import { insertAccount, insertSession } from '../../../../../test/support/rows.js';
import { until } from '../../../../../test/support/until.js';
import { createDataSource } from '../../database/data-source.js';
import { soundFrame } from '../../desktops/drivers/process/supervisor/sound/sound-frame.js';
import { FakeSound } from '../testing/fake-sound.js';
import { GatewayStage } from '../testing/gateway-stage.js';

let database: TestDatabase;
let dataSource: DataSource;
let sound: FakeSound;
let stage: GatewayStage;
let owner: string;
let sessionId: string;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.stop();
});
beforeEach(async () => {
  sound = await FakeSound.start();
  stage = await GatewayStage.open(dataSource);
  stage.desktop = { generation: 1, host: stage.node.host, endpoint: { kind: 'unix', path: sound.path } };
  ({ id: owner } = await insertAccount(dataSource));
  sessionId = await insertSession(dataSource, { accountId: owner });
});
afterEach(async () => {
  await stage.stop();
  await sound.stop();
});

const admit = (some: object = {}) =>
  stage.admit({ sessionId, accountId: owner, access: 'view', ...some }, stage.sound);
const holders = async () => (await stage.holders.countAlive([sessionId])).get(sessionId)?.desktop;

/** Somebody who hears what is said. */
async function listening(some: object = {}) {
  const admitted = await admit(some);
  await until('the desktop is reached', () => sound.count > 0);
  sound.say(soundFrame(0));
  await admitted.browser.received.take(4);
  return admitted;
}

describe('a listener is not let through', () => {
  it('to a session that has ended: 4410, and to a desktop that took the place of another: 4409', async () => {
    if (stage.desktop) stage.desktop.generation = 2;
    expect(await (await admit()).browser.closed).toEqual({ code: 4409, reason: 'desktop replaced' });
    await stage.ending.end(sessionId, 'ended_by_user');
    expect(await (await admit()).browser.closed).toEqual({ code: 4410, reason: 'ended_by_user' });
    await stage.settled();
    expect(await holders()).toBe(0);
  });

  it('to a desktop without sound: 4502', async () => {
    await sound.stop();
    expect(await (await admit()).browser.closed).toEqual({ code: 4502, reason: 'desktop lost' });
    sound = await FakeSound.start();
  });

  it('to the desktop of another server: 4502', async () => {
    if (stage.desktop) stage.desktop.endpoint = { kind: 'tcp', host: '127.0.0.1', port: 1 };
    expect(await (await admit()).browser.closed).toEqual({ code: 4502, reason: 'desktop lost' });
  });
});

describe('a listener', () => {
  it('is a holder of the session while it listens, and nobody who joined', async () => {
    const { browser } = await listening();
    expect(await holders()).toBe(1);
    browser.socket.close(1000);
    await stage.settled();
    expect(await holders()).toBe(0);
    expect((await stage.events.page(sessionId, 0, 50)).items).toEqual([]);
  });

  it('goes silent at once when the session ends, and acknowledges', async () => {
    const { browser } = await listening();
    const told = new Promise((resolve) => stage.endings.onEnding(resolve));
    await stage.ending.end(sessionId, 'revoked');
    await told;
    sound.say(soundFrame(960));
    expect(await browser.closed).toEqual({ code: 4410, reason: 'revoked' });
    expect(browser.received.length).toBe(0);
    await stage.settled();
    expect(await holders()).toBe(0);
  });

  it('is closed 4410 when the deadline comes, whatever else is alive', async () => {
    sessionId = await insertSession(dataSource, { accountId: owner, ttlSeconds: 1 });
    const { browser } = await listening();
    expect(await browser.closed).toEqual({ code: 4410, reason: 'expired' });
  });

  it('who is a guest is closed 4403 when the link runs out', async () => {
    const until = new Date(Date.now() + 700);
    const { browser } = await listening({ shareId: sessionId, until });
    expect(await browser.closed).toEqual({ code: 4403, reason: 'link expired' });
  });

  it('who is an admin on somebody else is in the audit trail', async () => {
    const admin = await insertAccount(dataSource, 'admin');
    await listening({ accountId: admin.id, role: 'admin' });
    const audited = () =>
      dataSource.query<{ actor: string; data: object }[]>(
        `SELECT actor, data FROM audit_entries WHERE data->>'sessionId' = $1`,
        [sessionId],
      );
    await until('it is written', async () => (await audited()).length > 0);
    expect(await audited()).toMatchObject([{ actor: admin.email, data: { sound: true } }]);
  });
});
