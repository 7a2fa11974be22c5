import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { portalModule } from './portal.module.js';

describe('the portal', () => {
  let folder: string;
  let app: INestApplication;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'oda-test-portal-'));
    writeFileSync(path.join(folder, 'index.html'), 'the page');
    writeFileSync(path.join(folder, 'main-ABCDEFGH.js'), 'the script');
    app = await NestFactory.create(portalModule(folder), { logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = async (address: string) => fetch((await app.getUrl()) + address);

  it.each(['/main-HGFEDCBA.js', '/.env', '/favicon.ico', '/assets/x.png', '/sessions/x.css'])(
    'has no page for a file that is not there: %s',
    async (address) => {
      expect((await get(address)).status).toBe(404);
    },
  );

  it.each(['/api/x', '/health', '/metrics', '/ws', '/vnc/x'])('leaves %s to others', async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it.each(['/', '/sessions', '/sessions/8a172a24-d56a-4e0d-80e9-a92d25de960b', '/console/users?q=a.b'])(
    'answers its page, never cached, for %s',
    async (address) => {
      const answer = await get(address);
      expect(await answer.text()).toBe('the page');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('lets a file named after its content be kept for a year', async () => {
    const answer = await get('/main-ABCDEFGH.js');
    expect(await answer.text()).toBe('the script');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });
});
