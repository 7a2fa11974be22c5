import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  freshEmail,
  PASSWORD,
  problemOf,
  registered,
  signedIn,
  Visitor,
} from '../../../../test/support/accounts.js';
import { startAuthApp, type AuthApp } from '../../../../test/support/auth-app.js';
import { TestDatabase } from '../../../../test/support/database.js';

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
describe('registering', () => {
  it.each<[string, unknown, string]>([
    ['no e-mail address', { email: 'nobody', password: PASSWORD }, 'email'],
    ['no password', { email: 'a@example.com' }, 'password'],
    ['a short password', { email: 'a@example.com', password: 'x7#kQ2!pa' }, 'password'],
    ['an endless password', { email: 'a@example.com', password: 'x'.repeat(201) }, 'password'],
    ['a role to be had', { email: 'a@example.com', password: PASSWORD, role: 'admin' }, ''],
    ['a list', [], ''],
  ])('refuses %s and names the field', async (_, body, path) => {
    const response = await new Visitor(auth.url).post('/api/auth/register', body);
    expect(await problemOf(response)).toMatchObject({
      status: 400,
      code: 'INVALID_REQUEST',
      errors: [{ path, message: expect.any(String) }],
    });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it.each(['password1234', 'Somebody@example.com'])('refuses the password %s', async (password) => {
    const response = await new Visitor(auth.url).post('/api/auth/register', {
      email: 'somebody@example.com',
      password,
    });
    expect(await problemOf(response)).toMatchObject({
      status: 400,
      code: 'WEAK_PASSWORD',
      errors: [{ path: 'password' }],
    });
  });

  it('refuses an address that has an account, however it is spelled', async () => {
    const email = freshEmail();
    await registered(auth.url, email);
    const again = await new Visitor(auth.url).post('/api/auth/register', {
      email: email.toUpperCase(),
      password: PASSWORD,
    });
    expect(await problemOf(again)).toEqual({ status: 409, code: 'EMAIL_TAKEN' });
  });

  it('makes one account of ten attempts at once', async () => {
    const email = freshEmail();
    const attempts = Array.from({ length: 10 }, () =>
      new Visitor(auth.url).post('/api/auth/register', { email, password: PASSWORD }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it('answers 201 with a customer, a token and a cookie that only this host can set and no script can read', async () => {
    const email = freshEmail();
    const response = await new Visitor(auth.url).post('/api/auth/register', { email, password: PASSWORD });
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      user: { id: expect.any(String), email, role: 'customer', createdAt: expect.stringMatching(/Z$/) },
      accessToken: expect.stringMatching(/^eyJ/),
      expiresIn: 900,
    });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-oda-[0-9a-f]{8}=[\w-]{43}; Path=\/; Max-Age=1209600; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
  });

  it('keeps neither password nor token readable', async () => {
    const visitor = await registered(auth.url);
    const secrets = [PASSWORD, visitor.accessToken, visitor.cookie?.split('=')[1]];
    const tables = ['accounts', 'logins', 'refresh_tokens', 'audit_entries', 'endings'];
    const dump = JSON.stringify(
      await Promise.all(tables.map((table) => database.query(`SELECT * FROM ${table}`))),
    );
    for (const secret of secrets) expect(dump).not.toContain(secret);
  });
});

describe('logging in', () => {
  it('answers the same for a wrong password and for an address without an account', async () => {
    const email = freshEmail();
    await registered(auth.url, email);
    for (const body of [
      { email, password: OTHER_PASSWORD },
      { email: freshEmail(), password: PASSWORD },
    ]) {
      const response = await new Visitor(auth.url).post('/api/auth/login', body);
      expect(await problemOf(response)).toEqual({ status: 401, code: 'INVALID_CREDENTIALS' });
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  it('tells of a disabled account only whoever knows its password', async () => {
    const email = freshEmail();
    await registered(auth.url, email);
    await disable(email);
    const wrong = await new Visitor(auth.url).post('/api/auth/login', { email, password: OTHER_PASSWORD });
    expect((await problemOf(wrong)).code).toBe('INVALID_CREDENTIALS');
    const right = await new Visitor(auth.url).post('/api/auth/login', { email, password: PASSWORD });
    expect(await problemOf(right)).toEqual({ status: 403, code: 'ACCOUNT_DISABLED' });
  });

  it('answers 200, in any spelling of the address', async () => {
    const email = freshEmail();
    await registered(auth.url, email);
    const visitor = await signedIn(auth.url, ` ${email.toUpperCase()} `);
    expect(await (await meOf(visitor)).json()).toMatchObject({ email, role: 'customer' });
  });
});

describe('an access token', () => {
  it.each<[string, (token: string) => [string, RequestInit]]>([
    ['in the query', (token) => [`/api/auth/me?access_token=${token}&token=${token}`, {}]],
    [
      'in a cookie',
      (token) => ['/api/auth/me', { headers: { cookie: `access_token=${token}; Authorization=${token}` } }],
    ],
    ['in another header', (token) => ['/api/auth/me', { headers: { 'x-access-token': token } }]],
    ['of another scheme', (token) => ['/api/auth/me', { headers: { authorization: `Basic ${token}` } }]],
    [
      'twice in one header',
      (token) => ['/api/auth/me', { headers: { authorization: `Bearer ${token}, Bearer ${token}` } }],
    ],
    [
      'in the body',
      (token) => [
        '/api/auth/password',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ access_token: token }),
        },
      ],
    ],
  ])('does not count %s', async (_, request) => {
    const { accessToken = '' } = await registered(auth.url);
    const [path, init] = request(accessToken);
    const response = await fetch(auth.url + path, init);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('stops counting the moment the account is disabled', async () => {
    const email = freshEmail();
    const visitor = await registered(auth.url, email);
    expect((await meOf(visitor)).status).toBe(200);
    await disable(email);
    expect(await problemOf(await meOf(visitor))).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  });
});
