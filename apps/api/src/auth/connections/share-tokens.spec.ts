import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { AccountId, SessionId, ShareId } from '#contracts';
import { TestDatabase } from '../../../../../test/support/database.js';
import { insertAccount, insertSession, insertShare } from '../../../../../test/support/rows.js';
import { createDataSource } from '../../database/data-source.js';
import { ConnectionTokens, type ShareRequest } from './connection-tokens.js';

let database: TestDatabase;
let dataSource: DataSource;
let tokens: ConnectionTokens;
let request: ShareRequest;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
  tokens = new ConnectionTokens(dataSource);
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});
beforeEach(async () => {
  const { id } = await insertAccount(dataSource);
  const sessionId = await insertSession(dataSource, { accountId: id });
  request = {
    purpose: 'desktop',
    accountId: AccountId.parse(id),
    shareId: ShareId.parse((await insertShare(dataSource, { sessionId })).id),
    sessionId: SessionId.parse(sessionId),
    access: 'view',
    generation: 1,
  };
});

const refused = (why: string) => ({ kind: 'refused', why });
const redeemAfter = async (sql: string, id: string) => {
  const { token } = await tokens.mint(request);
  await database.query(sql, [id]);
  return tokens.redeem(token, 'desktop');
};

describe('a token of a share link is refused', () => {
  it('once the link is revoked', async () => {
    const sql = 'UPDATE shares SET revoked_at = clock_timestamp() WHERE id = $1';
    expect(await redeemAfter(sql, request.shareId)).toEqual(refused('share_over'));
  });

  it('once the link has expired', async () => {
    const sql = 'UPDATE shares SET expires_at = clock_timestamp() WHERE id = $1';
    expect(await redeemAfter(sql, request.shareId)).toEqual(refused('share_over'));
  });

  it('once the account whose desktop it is was disabled', async () => {
    const sql = 'UPDATE accounts SET disabled_at = clock_timestamp() WHERE id = $1';
    expect(await redeemAfter(sql, request.accountId)).toEqual(refused('account_disabled'));
  });

  it('the second time, late, and for the events socket', async () => {
    const { token } = await tokens.mint(request);
    expect(await tokens.redeem(token, 'events')).toEqual(refused('wrong_purpose'));
    expect((await tokens.redeem(token, 'desktop')).kind).toBe('granted');
    expect(await tokens.redeem(token, 'desktop')).toEqual(refused('used'));
    const late = "UPDATE connection_tokens SET expires_at = expires_at - interval '31 s' WHERE share_id = $1";
    expect(await redeemAfter(late, request.shareId)).toEqual(refused('expired'));
  });
});

describe('the database itself keeps no token of a share link', () => {
  it.each([
    ['for control', { access: 'control' }],
    ['for the events socket', { purpose: 'events' }],
    ['without a session', { sessionId: undefined }],
    ['without an access', { access: undefined }],
    ['of a link that is not there', { shareId: randomUUID() }],
  ])('%s', async (_, change) => {
    await expect(tokens.mint({ ...request, ...change } as unknown as ShareRequest)).rejects.toThrow();
  });

  it('with a login as well', async () => {
    await tokens.mint(request);
    const both = 'UPDATE connection_tokens SET login_id = gen_random_uuid() WHERE share_id = $1';
    await expect(database.query(both, [request.shareId])).rejects.toThrow('of_a_login_or_a_share');
  });

  it('nor one of neither a login nor a link', async () => {
    const nobodys = { ...request, shareId: undefined };
    await expect(tokens.mint(nobodys as unknown as ShareRequest)).rejects.toThrow();
  });
});

it.each(['desktop', 'sound'] as const)(
  'a token of a share link grants the %s of one session until the link expires, to nobody in particular',
  async (purpose) => {
    request = { ...request, purpose };
    const [share] = await database.query<{ until: Date }>(
      'SELECT expires_at AS until FROM shares WHERE id = $1',
      [request.shareId],
    );
    const { token } = await tokens.mint(request);
    const other = purpose === 'sound' ? 'desktop' : 'sound';
    expect(await tokens.redeem(token, other)).toEqual(refused('wrong_purpose'));
    expect(await tokens.redeem(token, purpose)).toEqual({
      kind: 'granted',
      grant: { ...request, until: share?.until },
    });
  },
);
