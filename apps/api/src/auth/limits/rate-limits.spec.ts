import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import {
  freshEmail,
  PASSWORD,
  problemOf,
  registered,
  Visitor,
} from '../../../../../test/support/accounts.js';
import { startAuthApp, type AuthApp } from '../../../../../test/support/auth-app.js';
import { TestDatabase } from '../../../../../test/support/database.js';
import { Open, SignedIn } from '../access/access.decorators.js';
import { RateLimit } from './rate-limit.decorator.js';
import { RATE_LIMITS } from './rate-limits.js';

@Controller()
class LimitedController {
  @SignedIn()
  @RateLimit('password')
  @Get('api/limited')
  limited() {
    return {};
  }

  @Open()
  @Get('api/plain')
  plain() {
    return {};
  }

  @Open()
  @Get('health/ready')
  ready() {
    return {};
  }
}

let database: TestDatabase;
let auth: AuthApp | undefined;
beforeAll(async () => {
  database = await TestDatabase.create();
});
afterEach(async () => {
  await auth?.close();
  auth = undefined;
});
afterAll(async () => {
  await database?.stop();
});

/** Each with counters of its own. */
async function start(env: Record<string, string> = {}): Promise<string> {
  auth = await startAuthApp(database.url, env, { controllers: [LimitedController] });
  return auth.url;
}

/** Each time after the last, so that it is known who was the first to be refused. */
async function statuses(times: number, ask: () => Promise<Response>): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < times; n += 1) seen.push((await ask()).status);
  return seen;
}

describe('wrong passwords', () => {
  const wrong = (url: string, email: string, from = '203.0.113.1') =>
    new Visitor(url).send('POST', '/api/auth/login', {
      body: { email, password: 'not the one at all' },
      headers: { 'x-forwarded-for': from },
    });

  it('are refused unseen after ten for one account from one address, the right one too', async () => {
    const url = await start({ RATE_LIMIT_FACTOR: '1' });
    const email = freshEmail();
    await registered(url, email);
    expect(await statuses(10, () => wrong(url, email))).toEqual(Array<number>(10).fill(401));
    const right = await new Visitor(url).post('/api/auth/login', { email, password: PASSWORD });
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(await problemOf(right)).toEqual({ status: 429, code: 'RATE_LIMITED' });
    const [{ n } = { n: 0 }] = await database.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM audit_entries WHERE action = 'login.locked' AND subject = $1",
      [email],
    );
    expect(n).toBe(1);
  });

  it('are counted alike for an address without an account', async () => {
    const url = await start();
    const email = freshEmail();
    expect((await statuses(11, () => wrong(url, email))).slice(-2)).toEqual([401, 429]);
  });

  it('of one account keep neither other addresses nor other accounts out', async () => {
    const url = await start({ TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_FACTOR: '1' });
    const email = freshEmail();
    await statuses(11, () => wrong(url, email));
    expect((await wrong(url, email, '203.0.113.2')).status).toBe(401);
    expect((await wrong(url, freshEmail())).status).toBe(401);
  });

  it('are not hidden by claiming to be another address', async () => {
    const url = await start();
    const email = freshEmail();
    let n = 0;
    const seen = await statuses(11, () => wrong(url, email, `203.0.113.${(n += 1)}`));
    expect(seen.at(-1)).toBe(429);
  });

  it('are forgotten when the right one comes in time', async () => {
    const url = await start();
    const email = freshEmail();
    await registered(url, email);
    await statuses(9, () => wrong(url, email));
    expect((await new Visitor(url).post('/api/auth/login', { email, password: PASSWORD })).status).toBe(200);
    expect((await wrong(url, email)).status).toBe(401);
  });

  it('that come all at once do not slip through together', async () => {
    const url = await start();
    const email = freshEmail();
    const answers = await Promise.all(Array.from({ length: 20 }, () => wrong(url, email)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });
});

describe('a rate limit', () => {
  it.each([
    ['/api/auth/register', RATE_LIMITS.register.limit],
    ['/api/auth/refresh', RATE_LIMITS.refresh.limit],
  ])('holds on %s and says when to come back', async (path, limit) => {
    const url = await start();
    const answers = await Promise.all(Array.from({ length: limit + 3 }, () => new Visitor(url).post(path)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    for (const response of refused) {
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await problemOf(response)).toEqual({ status: 429, code: 'RATE_LIMITED' });
    }
  });

  it('counts by account where somebody is signed in', async () => {
    const url = await start();
    const [one, other] = [await registered(url), await registered(url)];
    const { limit } = RATE_LIMITS.password;
    expect((await statuses(limit + 1, () => one.send('GET', '/api/limited'))).at(-1)).toBe(429);
    expect((await other.send('GET', '/api/limited')).status).toBe(200);
  });

  it('takes an IPv6 network of one customer for one address', async () => {
    const url = await start({ TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_FACTOR: '0.01' });
    const from = (address: string) =>
      new Visitor(url).send('GET', '/api/plain', { headers: { 'x-forwarded-for': address } });
    let n = 0;
    const limit = Math.floor(RATE_LIMITS.default.limit * 0.01);
    expect((await statuses(limit + 1, () => from(`2001:db8:1:2::${(n += 1)}`))).at(-1)).toBe(429);
    expect((await from('2001:db8:1:3::1')).status).toBe(200);
  });

  it('of the whole api holds on routes that name none, however they are spelled, and not on probes', async () => {
    const url = await start({ RATE_LIMIT_FACTOR: '0.01' });
    const limit = Math.floor(RATE_LIMITS.default.limit * 0.01);
    await statuses(limit, () => new Visitor(url).send('GET', '/api/plain'));
    expect((await new Visitor(url).send('GET', '/API/plain')).status).toBe(429);
    expect((await new Visitor(url).send('GET', '/health/ready')).status).toBe(200);
  });
});
