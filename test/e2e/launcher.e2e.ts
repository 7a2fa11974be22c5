import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { processesWith } from '../support/processes.js';
import { Product } from '../support/product.js';
import { until } from '../support/until.js';

const LAUNCHER = path.resolve('dist/apps/api/src/launcher/main.js');
let product: Product;

beforeAll(async () => {
  product = await Product.start();
}, 120_000);
afterAll(() => product?.stop(), 60_000);

describe('npm start', () => {
  it('refuses a second instance on the same data folder, by name', () => {
    const { status, stderr } = spawnSync(path.resolve('node_modules/.bin/node'), [LAUNCHER], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], DATA_DIR: product.dataDir, PORT: '0' },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/in use by process \d+.*DATA_DIR/s);
    expect(stderr).not.toContain('    at ');
  });

  it('names every bad setting at once, without its value', () => {
    const { status, stderr } = spawnSync(path.resolve('node_modules/.bin/node'), [LAUNCHER], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: `${product.dataDir}/other`,
        PORT: 'hush-one',
        LOG_LEVEL: 'hush-two',
      },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/PORT.*LOG_LEVEL/s);
    expect(stderr).not.toContain('hush');
  });

  it("opens no port but the api's and the sandbox's, with a session running", async () => {
    const owner = await product.customer().register();
    await owner.buySession();
    const mine = new Set(product.processes().map(({ pid }) => pid));
    const ports = execFileSync('ss', ['-tlnpH'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => [...line.matchAll(/pid=(\d+)/g)].some(([, pid]) => mine.has(Number(pid))))
      .map((line) => line.trim().split(/\s+/)[3]);
    expect(ports.sort()).toEqual(
      [`127.0.0.1:${product.port}`, product.sandboxOrigin.slice('http://'.length)].sort(),
    );
    const everyPort = execFileSync('ss', ['-tlnH'], { encoding: 'utf8' });
    expect(everyPort).not.toMatch(/:(59|60)\d\d\s/);
  }, 60_000);

  it('ends everything it started on one signal, desktops too', async () => {
    await until('a desktop runs', () =>
      processesWith(product.runDir).some(({ command }) => command.includes('supervisor')),
    );
    expect(await product.interrupt('SIGTERM')).toBe(0);
    expect(product.processes()).toEqual([]);
    const desktops = path.join(product.runDir, 'desktops');
    expect(existsSync(desktops) ? readdirSync(desktops) : []).toEqual([]);
  }, 60_000);

  it('starts again on the same data: accounts are still there', async () => {
    await product.launch();
    await (await product.admin()).call('GET', '/api/auth/me');
  }, 60_000);
});
