import { expect, it } from '@jest/globals';
import type { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../config/app-config.js';
import { loadConfig } from '../config/load-config.js';
import type { Protection } from './protections.js';
import { Seal, WeakerThanAllowed } from './seal.js';
import { FakeDriver } from './testing/fake-driver.js';

const NO_UID: Protection = { name: 'own-uid', inForce: false, how: 'all desktops are this user' };
const NO_SANDBOX: Protection = { name: 'namespaces', inForce: false, how: 'no sandbox can be made' };
const GATE: Protection = { name: 'egress-gate', inForce: true, how: 'a socket' };

/** A boot with these protections found; resolves with the lines that were logged. */
async function boot(found: Protection[], env: Record<string, string> = {}, production = false) {
  const config = loadConfig({ DATA_DIR: '/nonexistent/seal', ...env });
  const driver = new FakeDriver();
  driver.found = found;
  const lines: { level: string; protections: Record<string, string> }[] = [];
  const level = (name: string) => (facts: { protections: Record<string, string> }) =>
    lines.push({ level: name, ...facts });
  const log = { setContext: () => {}, info: level('info'), warn: level('warn') } as unknown as PinoLogger;
  const seal = new Seal(new AppConfig({ ...config, server: { ...config.server, production } }), driver, log);
  await seal.onModuleInit();
  return lines;
}

it('refuses to boot in production when a protection is missing, and says which and the way out', async () => {
  const refusal = await boot([NO_UID, GATE], {}, true).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(WeakerThanAllowed);
  expect(String(refusal)).toMatch(/own-uid: all desktops are this user[^]*DESKTOP_ALLOW_WEAKER/);
  expect(String(refusal)).not.toContain('egress-gate');
});

it('boots when the operator named what is missing, and still says so', async () => {
  const lines = await boot([NO_UID, GATE], { DESKTOP_ALLOW_WEAKER: 'own-uid' }, true);
  expect(lines).toEqual([
    {
      level: 'info',
      protections: { 'own-uid': 'MISSING: all desktops are this user', 'egress-gate': 'a socket' },
    },
  ]);
});

it('lets nobody go without what a desktop cannot be without', async () => {
  const everything = 'own-uid,memory-limit,cpu-limit,pids-limit';
  const refused = boot([NO_SANDBOX], { DESKTOP_ALLOW_WEAKER: everything }, true);
  await expect(refused).rejects.toThrow('namespaces');
  expect(() => loadConfig({ DESKTOP_ALLOW_WEAKER: 'namespaces' })).toThrow('DESKTOP_ALLOW_WEAKER');
});

it('warns on a laptop and goes on', async () => {
  expect((await boot([NO_UID])).map(({ level }) => level)).toEqual(['warn']);
});

it('asks nothing of a node that starts no desktop', async () => {
  expect(await boot([NO_SANDBOX], { ROLE: 'api' }, true)).toEqual([]);
});
