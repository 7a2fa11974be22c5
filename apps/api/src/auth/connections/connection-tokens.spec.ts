import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AccountId, LoginId, SessionId } from '#contracts';
import { registered } from '../../../../../test/support/accounts.js';
import { startAuthApp, type AuthApp } from '../../../../../test/support/auth-app.js';
import { TestDatabase } from '../../../../../test/support/database.js';
import { TokenPurge } from '../token-purge.js';
import { ConnectionTokens, type LoginRequest } from './connection-tokens.js';

let database: TestDatabase;
let auth: AuthApp;
let tokens: ConnectionTokens;
beforeAll(async () => {
  database = await TestDatabase.create();
  auth = await startAuthApp(database.url, { RATE_LIMIT_FACTOR: '100' });
  tokens = auth.app.get(ConnectionTokens);
});
afterAll(async () => {
  await auth?.close();
  await database?.stop();
});

/** A login of somebody new, and what it asks for. */
async function newcomer() {
  const visitor = await registered(auth.url);
  const { id } = (await (await visitor.send('GET', '/api/auth/me')).json()) as { id: string };
  const [login] = await database.query<{ id: string }>('SELECT id FROM logins WHERE account_id = $1', [id]);
  const request: LoginRequest = {
    purpose: 'events',
    accountId: AccountId.parse(id),
    loginId: LoginId.parse(login?.id),
  };
  return { visitor, request };
}

const refused = (why: string) => ({ kind: 'refused', why });
const age = (seconds: number) =>
  database.query('UPDATE connection_tokens SET expires_at = expires_at - make_interval(secs => $1)', [
    seconds,
  ]);

describe('a connection token is refused', () => {
  it.each(['', 'x', 'A'.repeat(43), 'A'.repeat(42), "' OR 1=1 --", `${'A'.repeat(43)}\n`])(
    'that was never minted: %j',
    async (token) => {
      expect(await tokens.redeem(token, 'events')).toEqual(refused('unknown'));
    },
  );

  it('when it is an access token', async () => {
    const { visitor } = await newcomer();
    expect(await tokens.redeem(visitor.accessToken ?? '', 'events')).toEqual(refused('wrong_purpose'));
  });

  it('the second time', async () => {
    const { request } = await newcomer();
    const { token } = await tokens.mint(request);
    expect((await tokens.redeem(token, 'events')).kind).toBe('granted');
    expect(await tokens.redeem(token, 'events')).toEqual(refused('used'));
  });

  it('thirty-one seconds old, and not twenty-nine', async () => {
    const { request } = await newcomer();
    const old = await tokens.mint(request);
    await age(31);
    const young = await tokens.mint(request);
    await age(29);
    expect(await tokens.redeem(old.token, 'events')).toEqual(refused('expired'));
    expect((await tokens.redeem(young.token, 'events')).kind).toBe('granted');
  });

  it.each([
    ['events', 'desktop'],
    ['desktop', 'events'],
  ] as const)('when it is for %s and used for %s', async (purpose, used) => {
    const { request } = await newcomer();
    const { token } = await tokens.mint({ ...request, purpose });
    expect(await tokens.redeem(token, used)).toEqual(refused('wrong_purpose'));
  });

  it('of a login that has logged out', async () => {
    const { visitor, request } = await newcomer();
    const { token } = await tokens.mint(request);
    await visitor.post('/api/auth/logout');
    expect(await tokens.redeem(token, 'events')).toEqual(refused('login_ended'));
  });

  it('of an account that is disabled', async () => {
    const { request } = await newcomer();
    const { token } = await tokens.mint(request);
    await database.query('UPDATE accounts SET disabled_at = clock_timestamp() WHERE id = $1', [
      request.accountId,
    ]);
    expect(await tokens.redeem(token, 'events')).toEqual(refused('account_disabled'));
  });

  it('to all but one of twenty who come at once', async () => {
    const { request } = await newcomer();
    const { token } = await tokens.mint(request);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => tokens.redeem(token, 'events')));
    expect(outcomes.filter(({ kind }) => kind === 'granted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.kind === 'refused' && outcome.why === 'used')).toHaveLength(
      19,
    );
  });

  it('to all but one of those who come to two nodes at once, whatever else they bring', async () => {
    const { request } = await newcomer();
    const minted = await Promise.all(Array.from({ length: 30 }, () => tokens.mint(request)));
    const elsewhere = new ConnectionTokens(auth.app.get(DataSource));
    const there = [...minted].reverse().map(({ token }) => elsewhere.redeem(token, 'events'));
    const here = minted.map(({ token }) => tokens.redeem(token, 'events'));
    const outcomes = await Promise.all([...here, ...there]);
    expect(outcomes.filter(({ kind }) => kind === 'granted')).toHaveLength(30);
    for (const [n, outcome] of outcomes.slice(0, 30).entries())
      expect([outcome.kind, outcomes[59 - n]?.kind].sort()).toEqual(['granted', 'refused']);
  });

  it('for the wrong purpose, while another is let in with it for the right one', async () => {
    const { request } = await newcomer();
    const { token } = await tokens.mint(request);
    const [wrong, right] = await Promise.all([
      tokens.redeem(token, 'desktop'),
      tokens.redeem(token, 'events'),
    ]);
    expect([wrong.kind, right.kind]).toEqual(['refused', 'granted']);
  });
});

describe('a connection token', () => {
  it('grants what it was minted for, with the role of this moment', async () => {
    const { request } = await newcomer();
    const desktop: LoginRequest = {
      ...request,
      purpose: 'desktop',
      sessionId: SessionId.parse(randomUUID()),
      access: 'view',
      generation: 3,
    };
    const { token, expiresIn } = await tokens.mint(desktop);
    expect([token, expiresIn]).toEqual([expect.stringMatching(/^[\w-]{43}$/), 30]);
    await database.query("UPDATE accounts SET role = 'admin' WHERE id = $1", [request.accountId]);
    expect(await tokens.redeem(token, 'desktop')).toEqual({
      kind: 'granted',
      grant: { ...desktop, role: 'admin' },
    });
  });

  it('of the events socket needs no session', async () => {
    const { request } = await newcomer();
    const { token } = await tokens.mint(request);
    expect(await tokens.redeem(token, 'events')).toEqual({
      kind: 'granted',
      grant: { ...request, role: 'customer' },
    });
  });

  it('is stored as a hash alone', async () => {
    const { request } = await newcomer();
    const { token } = await tokens.mint(request);
    const rows = await database.query<{ all: string }>(
      "SELECT concat_ws(' ', t.*, encode(hash, 'escape')) AS all FROM connection_tokens t",
    );
    expect(rows.map(({ all }) => all).join('\n')).not.toContain(token);
  });
});

describe('the purge', () => {
  const count = async (table: string) =>
    (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n;

  it('keeps what can still be used, and removes what is over for long', async () => {
    const purge = auth.app.get(TokenPurge);
    const { request } = await newcomer();
    const { token } = await tokens.mint(request);
    await age(-3_600);
    await purge.purge();
    expect((await tokens.redeem(token, 'events')).kind).toBe('granted');
    await age(2 * 3_600);
    await purge.purge();
    expect(await count('connection_tokens')).toBe(0);
  });

  it('ends a login that nobody can refresh any more, and forgets it a month later', async () => {
    const purge = auth.app.get(TokenPurge);
    const { visitor, request } = await newcomer();
    await database.query("UPDATE refresh_tokens SET expires_at = clock_timestamp() - interval '1 second'");
    await purge.purge();
    expect((await visitor.send('GET', '/api/auth/me')).status).toBe(401);
    expect(await database.query('SELECT kind, reason FROM endings WHERE id = $1', [request.loginId])).toEqual(
      [{ kind: 'login', reason: 'expired' }],
    );
    expect(await count('refresh_tokens')).toBe(0);
    await database.query("UPDATE logins SET ended_at = ended_at - interval '31 days'");
    await purge.purge();
    expect(await count('logins')).toBe(0);
  });
});
