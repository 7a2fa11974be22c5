import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { MAX_SHARES_PER_SESSION, SessionId } from '#contracts';
import { TestDatabase } from '../../../../../test/support/database.js';
import { LocalSignalBus, silentLog } from '../../../../../test/support/fakes.js';
import { insertAccount, insertSession } from '../../../../../test/support/rows.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import { createDataSource } from '../../database/data-source.js';
import { SessionEnding } from '../../sessions/ending.js';
import { EventLog } from '../../sessions/event-log.js';
import { Endings, type Ending } from '../../signals/endings.js';
import { Shares, type NewShare } from './shares.js';

let database: TestDatabase;
let dataSource: DataSource;
let events: EventLog;
let endings: Endings;
let told: Ending[];
let shares: Shares;
let accountId: string;
let session: { id: SessionId; reference: string };

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});
beforeEach(async () => {
  const bus = new LocalSignalBus();
  events = new EventLog(dataSource, bus);
  endings = new Endings(dataSource, bus, silentLog);
  told = [];
  endings.onEnding((ending) => told.push(ending));
  shares = new Shares(dataSource, events, endings, new AuditTrail(dataSource));
  accountId = (await insertAccount(dataSource)).id;
  session = await sessionOf({});
});

async function sessionOf(row: Parameters<typeof insertSession>[1]) {
  const id = SessionId.parse(await insertSession(dataSource, { accountId, ...row }));
  return { id, reference: randomUUID() };
}
const make = (more: Partial<NewShare> = {}, of = session) =>
  shares.create(of, { label: undefined, expiresInSeconds: 3_600, ...more }, 'ann@example.com');
const end = (id: string) =>
  new SessionEnding(dataSource, events, endings, silentLog).end(id, 'ended_by_user');
const failsWith = (code: string) => expect.objectContaining({ code });
const names = async () => (await events.page(session.id, 0, 50)).items.map(({ name }) => name);

describe('a link is not made', () => {
  it('for a session whose time has not begun, or is over', async () => {
    const young = await sessionOf({ state: 'provisioning' });
    await expect(make({}, young)).rejects.toEqual(failsWith('DESKTOP_NOT_READY'));
    await end(session.id);
    await expect(make()).rejects.toEqual(failsWith('SESSION_ENDED'));
  });

  it('beyond the cap of its session, however many are asked for at once; revoked ones give room', async () => {
    const asked = Array.from({ length: MAX_SHARES_PER_SESSION + 5 }, () => make());
    const made = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
    expect(made).toHaveLength(MAX_SHARES_PER_SESSION);
    await expect(make()).rejects.toEqual(failsWith('TOO_MANY_SHARES'));
    const [first] = await shares.list(session.id);
    await shares.revoke(session, first?.id ?? '', 'ann@example.com');
    await expect(make()).resolves.toBeDefined();
    await expect(make({}, await sessionOf({}))).resolves.toBeDefined();
  });
});

describe('a link does not open', () => {
  it.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(43)}\n`, "' OR 1=1 --"])(
    'with a secret nobody was told: %j',
    async (secret) => {
      await make();
      expect(await shares.open(secret)).toBeUndefined();
    },
  );

  it('with its id, or the hash that is stored', async () => {
    const { share } = await make();
    const [row] = await database.query<{ hash: Buffer }>('SELECT hash FROM shares WHERE id = $1', [share.id]);
    expect(await shares.open(share.id)).toBeUndefined();
    expect(await shares.open(row?.hash.toString('base64url') ?? '')).toBeUndefined();
  });

  it('once it is revoked, and no other is', async () => {
    const [one, other] = [await make(), await make()];
    await shares.revoke(session, one.share.id, 'ann@example.com');
    expect(await shares.open(one.secret)).toBeUndefined();
    expect(await shares.open(other.secret)).toMatchObject({ shareId: other.share.id });
  });

  it('past its time', async () => {
    const { share, secret } = await make();
    await database.query('UPDATE shares SET expires_at = clock_timestamp() WHERE id = $1', [share.id]);
    expect(await shares.open(secret)).toBeUndefined();
    expect(await shares.list(session.id)).toEqual([]);
  });

  it('for an account that is disabled', async () => {
    const { secret } = await make();
    await database.query('UPDATE accounts SET disabled_at = clock_timestamp() WHERE id = $1', [accountId]);
    expect(await shares.open(secret)).toBeUndefined();
  });
});

describe('revoking', () => {
  it('a link of another session, or one that never was, is refused and changes nothing', async () => {
    const { share, secret } = await make();
    expect(await shares.revoke(await sessionOf({}), share.id, 'bob@example.com')).toBe(false);
    expect(await shares.revoke(session, randomUUID(), 'ann@example.com')).toBe(false);
    expect(await shares.open(secret)).toBeDefined();
    expect(told).toEqual([]);
  });

  it('is an ending that every node hears, told once however often it is asked', async () => {
    const { share } = await make({ label: 'Ann' });
    expect(await shares.revoke(session, share.id, 'ann@example.com')).toBe(true);
    expect(await shares.revoke(session, share.id, 'ann@example.com')).toBe(true);
    await endings.sweep();
    expect(told.filter(({ id }) => id === share.id)).toMatchObject([{ kind: 'share', reason: 'revoked' }]);
    expect(await names()).toEqual(['share.created', 'share.revoked']);
    const audit = await database.query<{ action: string; actor: string }>(
      "SELECT action, actor FROM audit_entries WHERE data->>'shareId' = $1 ORDER BY id",
      [share.id],
    );
    expect(audit).toEqual([
      { action: 'share.created', actor: 'ann@example.com' },
      { action: 'share.revoked', actor: 'ann@example.com' },
    ]);
  });
});

describe('a link', () => {
  it('opens the session it was made for, and is listed with when it was used last', async () => {
    const { share, secret } = await make({ label: 'Ann' });
    expect(await shares.list(session.id)).toMatchObject([{ id: share.id, label: 'Ann', lastUsedAt: null }]);
    expect(await shares.open(secret)).toEqual({
      shareId: share.id,
      sessionId: session.id,
      accountId,
      expiresAt: share.expiresAt,
    });
    expect(await shares.list(session.id)).toMatchObject([{ lastUsedAt: expect.any(Date) }]);
  });

  it('never outlives its session', async () => {
    const short = await sessionOf({ ttlSeconds: 120 });
    const { share } = await make({}, short);
    const [row] = await database.query<{ at: Date }>('SELECT expires_at AS at FROM sessions WHERE id = $1', [
      short.id,
    ]);
    expect(share.expiresAt).toEqual(row?.at);
  });

  it('still tells which session it was when that is over, and is listed no more', async () => {
    const { secret } = await make();
    await end(session.id);
    expect(await shares.open(secret)).toMatchObject({ sessionId: session.id });
    expect(await shares.list(session.id)).toEqual([]);
  });

  it('is stored as a hash alone', async () => {
    const { secret } = await make();
    const rows = await database.query<{ all: string }>(
      `SELECT concat_ws(' ', s.*, encode(hash, 'escape')) AS all FROM shares s
       UNION ALL SELECT e.data::text FROM session_events e UNION ALL SELECT a.data::text FROM audit_entries a`,
    );
    expect(rows.map(({ all }) => all).join('\n')).not.toContain(secret);
  });
});
