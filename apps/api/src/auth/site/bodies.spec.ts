import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { problemOf, registered } from '../../../../../test/support/accounts.js';
import { startAuthApp, type AuthApp } from '../../../../../test/support/auth-app.js';
import { TestDatabase } from '../../../../../test/support/database.js';
import { rawRequest } from '../../../../../test/support/raw-request.js';
import { Open } from '../access/access.decorators.js';

@Open()
@Controller()
class EchoController {
  @Post('api/billing/stripe-webhook')
  @HttpCode(200)
  webhook(@Req() request: IncomingMessage & { rawBody?: Buffer; body?: unknown }) {
    return { raw: request.rawBody?.toString('latin1') };
  }

  @Post('api/echo')
  @HttpCode(200)
  echo(@Body({ schema: z.object({ n: z.int() }) }) body: { n: number }) {
    return body;
  }
}

let database: TestDatabase;
let auth: AuthApp;
beforeAll(async () => {
  database = await TestDatabase.create();
  auth = await startAuthApp(database.url, {}, { controllers: [EchoController] });
});
afterAll(async () => {
  await auth?.close();
  await database?.stop();
});

const send = (method: string, path: string, headers: OutgoingHttpHeaders = {}, body: string | Buffer = '') =>
  rawRequest(auth.url, method, path, headers, body);

const JSON_BODY = { 'content-type': 'application/json' };

describe('a body', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    '',
  ])('of type %j is refused on a JSON route', async (type) => {
    const response = await send('POST', '/api/echo', type === '' ? {} : { 'content-type': type }, '{"n":1}');
    expect(await problemOf(response)).toEqual({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('is refused compressed, in another character set, malformed, too large or too deep', async () => {
    const refusals = await Promise.all([
      send('POST', '/api/echo', { ...JSON_BODY, 'content-encoding': 'gzip' }, 'x'),
      send('POST', '/api/echo', { 'content-type': 'application/json; charset=latin1' }, '{}'),
      send('POST', '/api/echo', JSON_BODY, '{"n":'),
      send('POST', '/api/echo', JSON_BODY, JSON.stringify({ n: 1, pad: 'x'.repeat(300_000) })),
      send('POST', '/api/echo', JSON_BODY, `{"n":1,"pad":${'['.repeat(65)}${']'.repeat(65)}}`),
    ]);
    const codes = await Promise.all(refusals.map(async (response) => (await problemOf(response)).code));
    expect(codes).toEqual([
      'UNSUPPORTED_MEDIA_TYPE',
      'UNSUPPORTED_MEDIA_TYPE',
      'INVALID_REQUEST',
      'PAYLOAD_TOO_LARGE',
      'INVALID_REQUEST',
    ]);
  });

  it('that is JSON is read', async () => {
    const response = await send(
      'POST',
      '/api/echo',
      { 'content-type': 'application/json; charset=utf-8' },
      '{"n":1}',
    );
    expect(await response.json()).toEqual({ n: 1 });
  });
});

describe('the webhook', () => {
  it('gets its bytes as they came, from anywhere, and no login from a cookie', async () => {
    const visitor = await registered(auth.url);
    const bytes = '\ufeff{ "a" :1,\r\n"a":2 }';
    const response = await send(
      'POST',
      '/api/billing/stripe-webhook',
      {
        ...JSON_BODY,
        origin: 'https://evil.tld',
        'sec-fetch-site': 'cross-site',
        cookie: visitor.cookie,
      },
      Buffer.from(bytes),
    );
    expect(await response.json()).toEqual({ raw: Buffer.from(bytes).toString('latin1') });
    expect((await visitor.send('GET', '/api/auth/me')).status).toBe(200);
  });

  it('refuses five megabytes', async () => {
    const response = await send(
      'POST',
      '/api/billing/stripe-webhook',
      JSON_BODY,
      'x'.repeat(5 * 1024 * 1024),
    );
    expect(response.status).toBe(413);
  });
});
