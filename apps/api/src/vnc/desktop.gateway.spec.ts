import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { encodeKeyEvent } from '#rfb';
import { TestDatabase } from '../../../../test/support/database.js';
import { insertAccount, insertSession } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { FakeDesktop, INTRODUCTION_OF_WATCHER, pixels } from './testing/fake-desktop.js';
import { GatewayStage } from './testing/gateway-stage.js';
import { until } from '../../../../test/support/until.js';

let database: TestDatabase;
let dataSource: DataSource;
let desktop: FakeDesktop;
let stage: GatewayStage;
let owner: string;
let ownerEmail: string;
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
  desktop = await FakeDesktop.start();
  stage = await GatewayStage.open(dataSource);
  stage.desktop = { generation: 1, host: stage.node.host, endpoint: { kind: 'unix', path: desktop.path } };
  ({ id: owner, email: ownerEmail } = await insertAccount(dataSource));
  sessionId = await insertSession(dataSource, { accountId: owner });
});
afterEach(async () => {
  await stage.stop();
  await desktop.stop();
});

const eventsOf = async (id: string) =>
  (await stage.events.page(id, 0, 50)).items.map(({ name, data }) => ({ name, ...data }));

describe('a viewer is not let through', () => {
  const reasonOf = async (id = sessionId) =>
    (await stage.admit({ sessionId: id, accountId: owner })).browser.closed;

  it('to a session that does not exist: 4404', async () => {
    expect(await reasonOf(randomUUID())).toEqual({ code: 4404, reason: 'no such session' });
  });

  it('to a session that has ended: 4410 and why', async () => {
    await stage.ending.end(sessionId, 'ended_by_user');
    expect(await reasonOf()).toEqual({ code: 4410, reason: 'ended_by_user' });
  });

  it('to a desktop that is not ready: 4503', async () => {
    stage.desktop = null;
    expect(await reasonOf()).toEqual({ code: 4503, reason: 'desktop not ready' });
  });

  it('to a desktop on another host: 4503', async () => {
    if (stage.desktop) stage.desktop.host = 'elsewhere';
    expect(await reasonOf()).toEqual({ code: 4503, reason: 'desktop on another host' });
  });

  it('to a desktop that took the place of the one the token was for: 4409', async () => {
    if (stage.desktop) stage.desktop.generation = 2;
    expect(await reasonOf()).toEqual({ code: 4409, reason: 'desktop replaced' });
  });

  it('to a desktop whose socket is not there: 4502', async () => {
    await desktop.stop();
    expect(await reasonOf()).toEqual({ code: 4502, reason: 'desktop lost' });
  });

  it('and leaves no holder behind, no event, no pixel', async () => {
    if (stage.desktop) stage.desktop.generation = 2;
    const { browser } = await stage.admit({ sessionId, accountId: owner });
    await browser.closed;
    await stage.settled();
    expect((await stage.holders.countAlive([sessionId])).get(sessionId)?.desktop).toBe(0);
    expect(await eventsOf(sessionId)).toEqual([]);
  });

  it('and leaves no holder behind either when it was gone before it was registered', async () => {
    const { register } = stage.holders;
    const gate = Promise.withResolvers<undefined>();
    stage.holders.register = async (holder) => {
      await gate.promise;
      return register.call(stage.holders, holder);
    };
    const { browser } = await stage.admit({ sessionId, accountId: owner });
    browser.socket.terminate();
    await stage.allGone();
    gate.resolve(undefined);
    await stage.settled();
    expect((await stage.holders.countAlive([sessionId])).get(sessionId)?.desktop).toBe(0);
    expect(await holdersOf(sessionId)).toBe(1);
  });

  it('when the database cannot be asked: 1013', async () => {
    stage.holders.register = () => Promise.reject(new Error('no database'));
    expect(await reasonOf()).toEqual({ code: 1013, reason: 'try again' });
  });
});

describe('a viewer', () => {
  it('is a holder of the session while its socket is open, and an event when it comes and goes', async () => {
    const { browser, connectionId } = await stage.admit({ sessionId, accountId: owner });
    await browser.greet();
    expect((await stage.holders.countAlive([sessionId])).get(sessionId)?.desktop).toBe(1);
    browser.socket.close(1000);
    await stage.settled();
    expect((await stage.holders.countAlive([sessionId])).get(sessionId)?.desktop).toBe(0);
    const ids = { viewer: connectionId, connection: connectionId };
    expect(await eventsOf(sessionId)).toEqual([
      { name: 'viewer.joined', ...ids, access: 'control', by: 'customer' },
      { name: 'viewer.left', ...ids, by: 'customer' },
    ]);
  });

  it('goes dark at once when the session ends, and acknowledges', async () => {
    const { browser, connectionId } = await stage.admit({ sessionId, accountId: owner });
    await browser.greet();
    const viewer = await desktop.viewer;
    const told = new Promise((resolve) => stage.endings.onEnding(resolve));
    await stage.ending.end(sessionId, 'revoked');
    await told;
    viewer.write(pixels(6));
    expect(await browser.closed).toEqual({ code: 4410, reason: 'revoked' });
    expect(browser.received.length).toBe(0);
    await stage.settled();
    const rows = await dataSource.query<{ goneAt: Date | null }[]>(
      'SELECT gone_at AS "goneAt" FROM holders WHERE id = $1',
      [connectionId],
    );
    expect(rows).toEqual([{ goneAt: expect.any(Date) }]);
  });

  it('that loses the desktop because the session has ended hears of the session', async () => {
    const { browser } = await stage.admit({ sessionId, accountId: owner });
    await browser.greet();
    await dataSource.query(
      `UPDATE sessions SET state = 'ended', ended_at = clock_timestamp(), end_reason = 'expired' WHERE id = $1`,
      [sessionId],
    );
    (await desktop.viewer).destroy();
    expect(await browser.closed).toEqual({ code: 4410, reason: 'expired' });
  });

  it('is closed 4410 when the deadline comes, whatever else is alive', async () => {
    const short = await insertSession(dataSource, { accountId: owner, ttlSeconds: 1 });
    const { browser } = await stage.admit({ sessionId: short, accountId: owner });
    await browser.greet();
    expect(await browser.closed).toEqual({ code: 4410, reason: 'expired' });
  });

  it('who is an admin on somebody else is seen by the customer and by the audit trail', async () => {
    const admin = await insertAccount(dataSource, 'admin');
    const watching = { sessionId, accountId: admin.id, role: 'admin', access: 'view' } as const;
    const { browser, connectionId } = await stage.admit(watching);
    await browser.greet();
    browser.socket.close(1000);
    await stage.settled();
    expect(await eventsOf(sessionId)).toMatchObject([
      { name: 'viewer.joined', viewer: connectionId, access: 'view', by: 'admin' },
      { name: 'viewer.left', by: 'admin' },
    ]);
    expect(await auditOf('desktop.observed')).toMatchObject([{ actor: admin.email, data: { sessionId } }]);
  });

  it('who types gets more pictures, until it stops or leaves; who only looks does not', async () => {
    const typing = await stage.admit({ sessionId, accountId: owner });
    await typing.browser.greet();
    typing.browser.send(encodeKeyEvent(true, 0x61));
    await until('the pace changes', () => stage.paces.length > 0);
    typing.browser.socket.close(1000);
    await stage.settled();
    expect(stage.paces).toEqual([1000, 60]);

    const watching = await stage.admit({ sessionId, accountId: owner, access: 'view' });
    await watching.browser.greet();
    watching.browser.send(encodeKeyEvent(true, 0x61));
    watching.browser.socket.close(1000);
    await stage.settled();
    expect(stage.paces).toEqual([1000, 60]);
  });

  it('who keeps touching what may only be looked at is closed 4403 and audited', async () => {
    const { browser } = await stage.admit({ sessionId, accountId: owner, access: 'view' });
    await browser.greet();
    browser.send(Buffer.concat(Array.from({ length: 17 }, () => encodeKeyEvent(true, 0x61))));
    expect(await browser.closed).toMatchObject({ code: 4403 });
    await stage.settled();
    expect(await auditOf('viewer.refused')).toMatchObject([
      { actor: ownerEmail, data: { sessionId, dropped: { 'not allowed': 16 } } },
    ]);
    expect(desktop.received.all).toEqual(INTRODUCTION_OF_WATCHER);
  });
});

async function holdersOf(id: string): Promise<number> {
  const [row] = await dataSource.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM holders WHERE session_id = $1',
    [id],
  );
  return row?.count ?? 0;
}

async function auditOf(action: string) {
  return dataSource.query<{ actor: string; data: Record<string, unknown> }[]>(
    `SELECT actor, data FROM audit_entries WHERE action = $1 AND data->>'sessionId' = $2`,
    [action, sessionId],
  );
}
