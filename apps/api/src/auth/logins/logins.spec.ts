import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  freshEmail,
  PASSWORD,
  problemOf,
  registered,
  signedIn,
  Visitor,
} from '../../../../../test/support/accounts.js';
import { startAuthApp, type AuthApp } from '../../../../../test/support/auth-app.js';
import { TestDatabase } from '../../../../../test/support/database.js';

const OTHER_PASSWORD = 'copper lanterns drift north';

let database: TestDatabase;
let auth: AuthApp;
beforeAll(async () => {
  database = await TestDatabase.create();
  auth = await startAuthApp(database.url, { RATE_LIMIT_FACTOR: '100' });
});
afterAll(async () => {
  await auth?.close();
  await database?.stop();
});

const meOf = (visitor: Visitor) => visitor.send('GET', '/api/auth/me');
const disable = (email: string) =>
  database.query('UPDATE accounts SET disabled_at = clock_timestamp() WHERE email = $1', [email]);
const loginOf = async (email: string) => {
  const rows = await database.query<{ id: string; reason: string | null; endings: number }>(
    `SELECT l.id, l.end_reason AS reason,
       (SELECT count(*)::int FROM endings WHERE kind = 'login' AND endings.id = l.id) AS endings
     FROM logins l JOIN accounts a ON a.id = l.account_id WHERE a.email = $1 ORDER BY l.created_at`,
    [email],
  );
  return rows.map(({ reason, endings }) => ({ reason, endings }));
};

describe('refreshing', () => {
  it.each<[string, (cookie: string) => string | undefined]>([
    ['without a cookie', () => undefined],
    ['with an unknown token', (cookie) => `${cookie.split('=')[0]}=${'A'.repeat(43)}`],
    ['with something that is no token', (cookie) => `${cookie.split('=')[0]}=' OR 1=1`],
    ['with a cookie a sibling domain could have set', (cookie) => cookie.replace('__Host-', '')],
    [
      'with the cookie of another instance on this host',
      (cookie) => cookie.replace(/-[0-9a-f]{8}=/, '-00000000='),
    ],
  ])('is refused %s', async (_, change) => {
    const visitor = await registered(auth.url);
    visitor.cookie = change(visitor.cookie ?? '');
    expect(await problemOf(await visitor.post('/api/auth/refresh'))).toEqual({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
  });

  it('is refused for a disabled account, and the cookie taken back', async () => {
    const email = freshEmail();
    const visitor = await registered(auth.url, email);
    await disable(email);
    const response = await visitor.post('/api/auth/refresh');
    expect(await problemOf(response)).toEqual({ status: 403, code: 'ACCOUNT_DISABLED' });
    expect(visitor.cookie).toBeUndefined();
  });

  it('is refused when the token has not been used for two weeks', async () => {
    const email = freshEmail();
    const visitor = await registered(auth.url, email);
    await database.query(
      `UPDATE refresh_tokens SET expires_at = clock_timestamp() WHERE login_id IN
         (SELECT l.id FROM logins l JOIN accounts a ON a.id = l.account_id WHERE a.email = $1)`,
      [email],
    );
    expect(await problemOf(await visitor.post('/api/auth/refresh'))).toEqual({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
  });

  it('ends the whole login when a token is used again later, for the thief and for the customer', async () => {
    const email = freshEmail();
    const customer = await registered(auth.url, email);
    const thief = new Visitor(auth.url);
    thief.cookie = customer.cookie;
    expect((await customer.post('/api/auth/refresh')).status).toBe(200);
    await database.query("UPDATE refresh_tokens SET replaced_at = replaced_at - interval '31 seconds'");

    expect(await problemOf(await thief.post('/api/auth/refresh'))).toEqual({
      status: 401,
      code: 'SESSION_REUSED',
    });
    expect(await problemOf(await meOf(customer))).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await problemOf(await customer.post('/api/auth/refresh'))).toEqual({
      status: 401,
      code: 'SESSION_REUSED',
    });
    expect(await loginOf(email)).toEqual([{ reason: 'reused', endings: 1 }]);
    const audited = await database.query(
      'SELECT data FROM audit_entries WHERE action = $1 AND subject = $2',
      ['login.ended', email],
    );
    expect(audited).toEqual([{ data: { loginId: expect.any(String), reason: 'reused' } }]);
  });

  it('leaves other logins of the account alone when one was stolen', async () => {
    const email = freshEmail();
    const stolen = await registered(auth.url, email);
    const other = await signedIn(auth.url, email);
    const copy = stolen.cookie;
    await stolen.post('/api/auth/refresh');
    await database.query("UPDATE refresh_tokens SET replaced_at = replaced_at - interval '31 seconds'");
    stolen.cookie = copy;
    await stolen.post('/api/auth/refresh');
    expect((await other.post('/api/auth/refresh')).status).toBe(200);
  });

  it('gives ten tabs that refresh at once one and the same successor', async () => {
    const visitor = await registered(auth.url);
    const tabs = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const tab = new Visitor(auth.url);
        tab.cookie = visitor.cookie;
        const response = await tab.post('/api/auth/refresh');
        return `${response.status} ${tab.cookie}`;
      }),
    );
    expect(new Set(tabs).size).toBe(1);
    expect(tabs[0]).toMatch(/^200 __Host-/);
    expect(tabs[0]).not.toContain(visitor.cookie);
  });

  it('gives a client that lost the answer the same successor again, which then works', async () => {
    const visitor = await registered(auth.url);
    const lost = new Visitor(auth.url);
    lost.cookie = visitor.cookie;
    await visitor.post('/api/auth/refresh');
    await lost.post('/api/auth/refresh');
    expect(lost.cookie).toBe(visitor.cookie);
    expect((await lost.post('/api/auth/refresh')).status).toBe(200);
  });

  it('goes on for ever while it is used, with a token that was never there before', async () => {
    const visitor = await registered(auth.url);
    const seen = new Set<string | undefined>();
    for (let turn = 0; turn < 5; turn += 1) {
      const response = await visitor.post('/api/auth/refresh');
      const { accessToken } = (await response.json()) as { accessToken: string };
      visitor.accessToken = accessToken;
      expect((await meOf(visitor)).status).toBe(200);
      seen.add(visitor.cookie);
    }
    expect(seen.size).toBe(5);
  });
});

describe('logging out', () => {
  it('answers 204 and changes nothing where there is no login', async () => {
    expect((await new Visitor(auth.url).post('/api/auth/logout')).status).toBe(204);
  });

  it('ends the login at once: access token, refresh token, cookie, and its sockets by an ending', async () => {
    const email = freshEmail();
    const visitor = await registered(auth.url, email);
    const cookie = visitor.cookie;
    const response = await visitor.post('/api/auth/logout');
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-oda-[0-9a-f]{8}=; Path=\/; Max-Age=0; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
    expect((await meOf(visitor)).status).toBe(401);
    visitor.cookie = cookie;
    expect(await problemOf(await visitor.post('/api/auth/refresh'))).toEqual({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
    expect(await loginOf(email)).toEqual([{ reason: 'logged_out', endings: 1 }]);
  });

  it('ends one login, not the others of the account', async () => {
    const email = freshEmail();
    const here = await registered(auth.url, email);
    const there = await signedIn(auth.url, email);
    await here.post('/api/auth/logout');
    expect((await meOf(there)).status).toBe(200);
  });
});

describe('changing the password', () => {
  const change = (visitor: Visitor, currentPassword: string, newPassword: string) =>
    visitor.post('/api/auth/password', { currentPassword, newPassword });

  it('needs a sign-in', async () => {
    expect((await change(new Visitor(auth.url), PASSWORD, OTHER_PASSWORD)).status).toBe(401);
  });

  it('refuses a wrong current password and a weak new one, by field, and changes nothing', async () => {
    const email = freshEmail();
    const visitor = await registered(auth.url, email);
    expect(await problemOf(await change(visitor, OTHER_PASSWORD, 'granite owls hum softly'))).toMatchObject({
      status: 401,
      code: 'INVALID_CREDENTIALS',
      errors: [{ path: 'currentPassword' }],
    });
    expect(await problemOf(await change(visitor, PASSWORD, email))).toMatchObject({
      status: 400,
      code: 'WEAK_PASSWORD',
      errors: [{ path: 'newPassword' }],
    });
    await signedIn(auth.url, email);
  });

  it('ends every other login and keeps this one', async () => {
    const email = freshEmail();
    const visitor = await registered(auth.url, email);
    const elsewhere = await signedIn(auth.url, email);
    expect((await change(visitor, PASSWORD, OTHER_PASSWORD)).status).toBe(204);

    expect((await meOf(elsewhere)).status).toBe(401);
    expect((await elsewhere.post('/api/auth/refresh')).status).toBe(401);
    expect((await meOf(visitor)).status).toBe(200);
    expect((await visitor.post('/api/auth/refresh')).status).toBe(200);
    expect(await loginOf(email)).toEqual([
      { reason: null, endings: 0 },
      { reason: 'password_changed', endings: 1 },
    ]);
    expect((await new Visitor(auth.url).post('/api/auth/login', { email, password: PASSWORD })).status).toBe(
      401,
    );
    await signedIn(auth.url, email, OTHER_PASSWORD);
  });

  it('lets one of two changes at once win', async () => {
    const visitor = await registered(auth.url);
    const answers = await Promise.all([
      change(visitor, PASSWORD, OTHER_PASSWORD),
      change(visitor, PASSWORD, 'granite owls hum softly'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
  });
});
