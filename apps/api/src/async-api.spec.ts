import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ClientMessage, ServerMessage, SESSION_EVENTS } from '#contracts';
import { ASYNC_API_PATH, asyncApi, serveAsyncApi } from './async-api.js';
import { ConfigModule } from './config/config.module.js';
import { loadConfig } from './config/load-config.js';

const document = asyncApi('https://app.example.com');
const typesOf = (union: typeof ClientMessage | typeof ServerMessage) =>
  union.options.map(({ shape }) => String(shape.type.value)).sort();
const namesIn = ({ messages }: { messages: { $ref: string }[] }) =>
  messages.map(({ $ref }) => $ref.split('/').at(-1)).sort();

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refsIn(inner)));
}

function resolve(pointer: string): unknown {
  const steps = pointer.replace('#/', '').split('/');
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
}

describe('the AsyncAPI document', () => {
  it('names every message of the contract, on the side that says it', () => {
    expect(namesIn(document.operations.hear)).toEqual(typesOf(ClientMessage));
    expect(namesIn(document.operations.say)).toEqual(typesOf(ServerMessage));
    expect(document.operations.hear.action).toBe('receive');
  });

  it('describes the data of every event', () => {
    expect(Object.keys(document.components.schemas)).toEqual(Object.keys(SESSION_EVENTS));
  });

  it('points nowhere in vain', () => {
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(10);
    for (const pointer of refs) expect([pointer, resolve(pointer)]).not.toEqual([pointer, undefined]);
  });

  it('says of a field what the contract says', () => {
    expect(document.components.messages['SUBSCRIBE']?.payload).toMatchObject({
      type: 'object',
      required: ['type', 'sessionId'],
      properties: { after: { type: 'integer', minimum: 0 }, sessionId: { format: 'uuid' } },
    });
  });

  it('names the portal as browsers reach it', () => {
    expect(document.servers.portal).toEqual({ host: 'app.example.com', protocol: 'wss' });
    expect(asyncApi('http://localhost:3000').servers.portal).toEqual({
      host: 'localhost:3000',
      protocol: 'ws',
    });
  });

  it('is served as JSON', async () => {
    @Module({ imports: [ConfigModule.forRoot(loadConfig({}))] })
    class TestModule {}
    const app = await NestFactory.create<NestExpressApplication>(TestModule, { logger: false });
    serveAsyncApi(app);
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${ASYNC_API_PATH}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('application/json'),
    ]);
    expect(await answer.json()).toEqual(asyncApi('http://localhost:3000'));
    await app.close();
  });
});
