import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PASSWORD, registered, signedIn, Visitor } from '../../../../../test/support/accounts.js';
import { startAuthApp } from '../../../../../test/support/auth-app.js';
import { TestDatabase } from '../../../../../test/support/database.js';

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await TestDatabase.create();
});
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'oda-test-admin-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});
afterAll(async () => {
  await database?.stop();
});

/** Boots, does something, and ends again: the data folder stays. */
async function during<T>(env: Record<string, string>, work: (url: string) => Promise<T>): Promise<T> {
  const auth = await startAuthApp(database.url, { DATA_DIR: dataDir, ...env });
  try {
    return await work(auth.url);
  } finally {
    await auth.close();
  }
}

const roleOf = async (visitor: Visitor) =>
  ((await (await visitor.send('GET', '/api/auth/me')).json()) as { role: string }).role;

describe('the first admin', () => {
  it('does not take over the account of a customer', async () => {
    const email = 'somebody@example.com';
    await during({}, (url) => registered(url, email));
    await during({ ADMIN_EMAIL: email, ADMIN_PASSWORD: 'granite owls hum softly' }, async (url) => {
      expect(await roleOf(await signedIn(url, email))).toBe('customer');
    });
  });

  it('keeps the password they have', async () => {
    const email = 'first@example.com';
    await during({ ADMIN_EMAIL: email, ADMIN_PASSWORD: PASSWORD }, async () => undefined);
    await during(
      { ADMIN_EMAIL: email, ADMIN_PASSWORD: 'another one from the configuration' },
      async (url) => {
        expect(await roleOf(await signedIn(url, email))).toBe('admin');
      },
    );
  });

  it('signs in with a password made up once, in a file for its owner alone, after a restart too', async () => {
    const email = 'made-up@example.com';
    const file = path.join(dataDir, 'admin-password');
    const password = await during({ ADMIN_EMAIL: email }, async (url) => {
      const made = readFileSync(file, 'utf8').trim();
      expect(await roleOf(await signedIn(url, email, made))).toBe('admin');
      return made;
    });
    expect(password).toMatch(/^[\w-]{24}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await during({ ADMIN_EMAIL: email }, (url) => signedIn(url, email, password));
    expect(readFileSync(file, 'utf8').trim()).toBe(password);
  });

  it('leaves no file behind where the configuration has a password', async () => {
    await during({ ADMIN_EMAIL: 'second@example.com', ADMIN_PASSWORD: PASSWORD }, async () => undefined);
    expect(() => statSync(path.join(dataDir, 'admin-password'))).toThrow('ENOENT');
  });
});

it('a login survives a restart, because the signing secret is kept in the data folder', async () => {
  const visitor = await during({}, (url) => registered(url));
  expect(statSync(path.join(dataDir, 'jwt-secret')).mode & 0o777).toBe(0o600);
  await during({}, async (url) => {
    const again = new Visitor(url);
    again.accessToken = visitor.accessToken;
    again.cookie = visitor.cookie;
    expect((await again.send('GET', '/api/auth/me')).status).toBe(200);
    expect((await again.post('/api/auth/refresh')).status).toBe(200);
  });
});
