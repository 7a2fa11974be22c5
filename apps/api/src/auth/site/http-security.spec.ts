import type { OutgoingHttpHeaders } from 'node:http';
import { Controller, Get } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemOf, registered, Visitor } from '../../../../../test/support/accounts.js';
import { startAuthApp, type AuthApp } from '../../../../../test/support/auth-app.js';
import { TestDatabase } from '../../../../../test/support/database.js';
import { rawRequest } from '../../../../../test/support/raw-request.js';
import { Open } from '../access/access.decorators.js';

const HERE = 'http://localhost:3000';

@Open()
@Controller()
class HealthController {
  @Get(['health/live', 'health'])
  health() {
    return { status: 'ok' };
  }
}

let database: TestDatabase;
let auth: AuthApp;
beforeAll(async () => {
  database = await TestDatabase.create();
  auth = await startAuthApp(database.url, {}, { controllers: [HealthController] });
});
afterAll(async () => {
  await auth?.close();
  await database?.stop();
});

const send = (method: string, path: string, headers: OutgoingHttpHeaders = {}) =>
  rawRequest(auth.url, method, path, headers);

const CROSS_SITE = { status: 403, code: 'CROSS_SITE_REQUEST' };

describe('a request that changes something, from another site', () => {
  it.each<[string, OutgoingHttpHeaders]>([
    ['cross-site by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site by Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
    ['cross-site by Sec-Fetch-Site, whatever its Origin', { 'sec-fetch-site': 'cross-site', origin: HERE }],
    ['of a foreign Origin', { origin: 'https://evil.tld' }],
    ['of an opaque Origin', { origin: 'null' }],
    ['of our Origin as a prefix', { origin: `${HERE}.evil.tld` }],
    ['of two Origins', { origin: `${HERE}, https://evil.tld` }],
  ])('is refused when it is %s, and the login stands', async (_, headers) => {
    const visitor = await registered(auth.url);
    for (const path of ['/api/auth/refresh', '/api/auth/logout']) {
      const refused = await send('POST', path, { ...headers, cookie: visitor.cookie });
      expect(await problemOf(refused)).toEqual(CROSS_SITE);
      expect(refused.headers.get('set-cookie')).toBeNull();
    }
    expect((await visitor.post('/api/auth/refresh')).status).toBe(200);
  });

  it.each<[string, OutgoingHttpHeaders]>([
    ['same-origin by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
    ['of an allowed Origin, from a client without Sec-Fetch-Site', { origin: HERE }],
    ['no browser', {}],
  ])('is served when it is %s', async (_, headers) => {
    const visitor = await registered(auth.url);
    expect((await send('POST', '/api/auth/refresh', { ...headers, cookie: visitor.cookie })).status).toBe(
      200,
    );
  });

  it('gets no permission by a preflight', async () => {
    const preflight = await send('OPTIONS', '/api/auth/refresh', {
      origin: 'https://evil.tld',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    });
    const allowed = [...preflight.headers.keys()].filter((name) => name.startsWith('access-control-'));
    expect(allowed).toEqual([]);
  });
});

describe('a route that changes something', () => {
  it.each(['/api/auth/logout', '/api/auth/refresh', '/api/auth/login', '/api/auth/password'])(
    'does nothing by GET or HEAD: %s',
    async (path) => {
      const visitor = await registered(auth.url);
      for (const method of ['GET', 'HEAD']) {
        expect([404, 405]).toContain((await visitor.send(method, path)).status);
      }
      expect((await visitor.send('GET', '/api/auth/me')).status).toBe(200);
    },
  );

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])('ignores %s', async (header) => {
    const visitor = await registered(auth.url);
    const response = await visitor.send('GET', '/api/auth/logout?_method=POST', {
      headers: { [header]: 'POST' },
    });
    expect(response.status).toBe(404);
    expect((await visitor.send('GET', '/api/auth/me')).status).toBe(200);
  });
});

describe('a request by another name', () => {
  it.each(['evil.tld', `evil.tld:${3000}`, 'localhost.evil.tld', '10.0.0.1'])(
    'is refused: %s',
    async (host) => {
      for (const path of ['/', '/api/auth/me', '/health', '/nowhere']) {
        expect(await problemOf(await send('GET', path, { host }))).toEqual({
          status: 421,
          code: 'MISDIRECTED_REQUEST',
        });
      }
    },
  );

  it('is served where it is a probe, or where a token guards the answer', async () => {
    expect((await send('GET', '/health/live', { host: '10.0.0.1' })).status).toBe(200);
    const guarded = await startAuthApp(
      database.url,
      { MANAGEMENT_TOKEN: 'm'.repeat(20) },
      { controllers: [HealthController] },
    );
    try {
      expect((await rawRequest(guarded.url, 'GET', '/health', { host: '10.0.0.1' })).status).toBe(200);
    } finally {
      await guarded.close();
    }
  });
});

describe('every answer', () => {
  it.each(['/api/auth/me', '/nowhere', '/health'])(
    'carries the policy of the portal and an id: %s',
    async (path) => {
      const { headers } = await new Visitor(auth.url).send('GET', path);
      expect(headers.get('content-security-policy')?.split(';')).toEqual([
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self' ws://localhost:3000",
        "worker-src 'self' blob:",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
      ]);
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-correlation-id')).toMatch(/^[\w-]{36}$/);
    },
  );

  it('that refuses tells the same id as its header', async () => {
    for (const headers of [{ host: 'evil.tld' }, { 'x-correlation-id': 'chosen-by-the-caller' }]) {
      const response = await send('GET', '/api/auth/me', headers);
      const { correlationId } = (await response.json()) as { correlationId: string };
      expect(correlationId).toBe(response.headers.get('x-correlation-id'));
    }
  });
});
