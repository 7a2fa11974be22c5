import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../test/support/database.js';
import { LocalSignalBus, silentLog } from '../../../../test/support/fakes.js';
import { insertAccount, insertSession } from '../../../../test/support/rows.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { createDataSource } from '../database/data-source.js';
import { NodeIdentity } from '../kernel/node-identity.js';
import { Endings } from '../signals/endings.js';
import { Holders } from '../signals/holders.js';
import { SessionActivation } from './activation.js';
import { SessionEnding } from './ending.js';
import { EventLog } from './event-log.js';
import { ExpiryWarnings } from './expiry-warnings.js';
import { SessionRevocation } from './revocation.js';
import { Sessions } from './sessions.js';

let database: TestDatabase;
let dataSource: DataSource;
let bus: LocalSignalBus;
let events: EventLog;
let ending: SessionEnding;
let sessions: Sessions;
let holders: Holders;
let enqueued: unknown[];

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.stop();
});
beforeEach(() => {
  bus = new LocalSignalBus();
  events = new EventLog(dataSource, bus);
  ending = new SessionEnding(dataSource, events, new Endings(dataSource, bus, silentLog), silentLog);
  enqueued = [];
  const queue = {
    enqueue: async (_manager: unknown, name: string, data: unknown) => void enqueued.push({ name, data }),
  };
  sessions = new Sessions(dataSource, events, queue as never, ending);
  holders = new Holders(dataSource, new NodeIdentity());
});

const names = async (id: string) =>
  (await events.page(id, 0, 200)).items.map(({ seq, name }) => `${seq} ${name}`);

describe('finding a session', () => {
  it('tells each of many who ask at once of their own, and of none where there is none', async () => {
    const ids = await Promise.all(Array.from({ length: 3 }, () => insertSession(dataSource)));
    const asked = [ids[0], randomUUID(), ids[1]?.toUpperCase(), "' OR 1=1 --", ids[2], ids[0]];
    const found = await Promise.all(asked.map((id) => sessions.find(id ?? '')));
    expect(found.map((record) => record?.id)).toEqual([ids[0], undefined, ids[1], undefined, ids[2], ids[0]]);
  });
});

describe('ending a session', () => {
  it('refuses to expire one whose deadline has not come', async () => {
    const id = await insertSession(dataSource);
    expect(await ending.end(id, 'expired')).toBeUndefined();
    expect((await sessions.find(id))?.state).toBe('active');
  });

  it('refuses failed_to_start for one that started', async () => {
    const id = await insertSession(dataSource);
    expect(await ending.end(id, 'failed_to_start')).toBeUndefined();
  });

  it('happens once, with one reason, however many end it at once', async () => {
    const id = await insertSession(dataSource, { ttlSeconds: 1, activatedSecondsFromNow: -2 });
    const ends = await Promise.all(
      (['expired', 'ended_by_user', 'revoked', 'expired'] as const).map((why) => ending.end(id, why)),
    );
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(await names(id)).toEqual(['1 session.ended']);
    const [{ count } = { count: 0 }] = await dataSource.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM endings WHERE id = $1',
      [id],
    );
    expect(count).toBe(1);
  });

  it('hints only after the commit: who hears it finds the session ended', async () => {
    const id = await insertSession(dataSource);
    const seen: Promise<string | undefined>[] = [];
    bus.subscribe('ending', () => seen.push(sessions.find(id).then((record) => record?.state)));
    await ending.end(id, 'refunded');
    expect(await Promise.all(seen)).toEqual(['ended']);
  });
});

describe('a new session', () => {
  it('comes with its first event and its job, in the transaction of the caller', async () => {
    const { id: accountId } = await insertAccount(dataSource);
    const orderId = crypto.randomUUID();
    const id = await dataSource.transaction((manager) =>
      sessions.create(manager, { accountId, orderId, ttlSeconds: 60 }),
    );
    expect(await names(id)).toEqual(['1 session.created']);
    expect(enqueued).toEqual([{ name: 'provision-desktop', data: { sessionId: id } }]);
  });

  it('exists once for an order', async () => {
    const { id: accountId } = await insertAccount(dataSource);
    const order = { accountId, orderId: crypto.randomUUID(), ttlSeconds: 60 };
    await dataSource.transaction((manager) => sessions.create(manager, order));
    await expect(dataSource.transaction((manager) => sessions.create(manager, order))).rejects.toThrow(
      'order_id',
    );
  });

  it('starts its clock at activation, once', async () => {
    const id = await insertSession(dataSource, { state: 'provisioning', ttlSeconds: 90 });
    const activation = new SessionActivation(dataSource, events, bus, silentLog);
    const results = await Promise.all([activation.activate(id, 1), activation.activate(id, 1)]);
    expect(results.sort()).toEqual([false, true]);
    const record = await sessions.find(id);
    expect((record?.expiresAt?.getTime() ?? 0) - (record?.activatedAt?.getTime() ?? 0)).toBe(90_000);
    expect(await names(id)).toEqual(['1 desktop.ready', '2 session.activated']);
  });
});

describe('expiry warnings', () => {
  it('are given once each, those past at activation never, the most urgent alone after an outage', async () => {
    const short = await insertSession(dataSource, { ttlSeconds: 50 });
    const fine = await insertSession(dataSource, { ttlSeconds: 7_200 });
    const late = await insertSession(dataSource, { ttlSeconds: 7_200, activatedSecondsFromNow: -7_200 + 30 });
    const warnings = new ExpiryWarnings(dataSource, events, silentLog);
    await warnings.sweep();
    await warnings.sweep();
    expect(await names(short)).toEqual([]);
    expect(await names(fine)).toEqual([]);
    const { items } = await events.page(late, 0, 10);
    expect(items.map(({ name, data }) => [name, data['minutesLeft']])).toEqual([['session.expiring', 1]]);
  });
});

describe('revoking', () => {
  const revocation = () =>
    new SessionRevocation(dataSource, sessions, ending, holders, new AuditTrail(dataSource));

  it('lists who went dark and when, and gives the same receipt when asked again', async () => {
    const admin = await insertAccount(dataSource, 'admin');
    const id = await insertSession(dataSource);
    await holders.register({ sessionId: id, kind: 'events', id: 'a' });
    await holders.register({ sessionId: id, kind: 'desktop', id: 'b' });
    await holders.register({ sessionId: id, kind: 'events', id: 'left before' });
    await holders.acknowledge({ sessionId: id, kind: 'events', id: 'left before' });
    bus.subscribe('ending', () => {
      void holders.acknowledge({ sessionId: id, kind: 'events', id: 'a' });
      void holders.acknowledge({ sessionId: id, kind: 'desktop', id: 'b' });
    });
    const receipt = await revocation().revoke(id, admin, 'a test');
    expect(receipt).toMatchObject({ sessionId: id, complete: true, missing: [] });
    expect(receipt.closed.map(({ kind, id: holder }) => `${kind} ${holder}`).sort()).toEqual([
      'desktop b',
      'events a',
    ]);
    expect(receipt.closed.every(({ afterMs }) => afterMs >= 0)).toBe(true);
    expect(await revocation().revoke(id, admin, 'another reason')).toEqual(receipt);
  });

  it('names what did not acknowledge within two seconds', async () => {
    const admin = await insertAccount(dataSource, 'admin');
    const id = await insertSession(dataSource);
    await holders.register({ sessionId: id, kind: 'process', id: 'stuck' });
    const receipt = await revocation().revoke(id, admin, 'a test');
    expect(receipt).toMatchObject({
      complete: false,
      closed: [],
      missing: [{ kind: 'process', id: 'stuck' }],
    });
  });

  it('is refused when something else had ended the session', async () => {
    const admin = await insertAccount(dataSource, 'admin');
    const id = await insertSession(dataSource);
    await ending.end(id, 'ended_by_user');
    await expect(revocation().revoke(id, admin, 'too late')).rejects.toMatchObject({ code: 'SESSION_ENDED' });
  });

  it('leaves no way for a holder to be born after it', async () => {
    const admin = await insertAccount(dataSource, 'admin');
    const id = await insertSession(dataSource);
    const births = Promise.all(
      Array.from({ length: 20 }, (_, n) => holders.register({ sessionId: id, kind: 'events', id: `s${n}` })),
    );
    const receipt = await revocation().revoke(id, admin, 'a race');
    const born = (await births).filter(Boolean).length;
    expect(receipt.missing).toHaveLength(born);
  });
});

describe('lists', () => {
  it('page through every session of the account once, newest first', async () => {
    const { id: accountId } = await insertAccount(dataSource);
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift(await insertSession(dataSource, { accountId }));
    await insertSession(dataSource);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await sessions.list({ accountId, limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  it('refuse a cursor that is not theirs', async () => {
    await expect(sessions.list({ limit: 2, cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });
});
