import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DesktopWorkshop } from '../../../testing/desktop-workshop.js';
import { eventually } from '../../../testing/eventually.js';
import { isLiving, processesNaming } from '../../../testing/processes.js';
import { countByKind } from '../../../trace.js';

let workshop: DesktopWorkshop;
let neighbour: DesktopWorkshop;
beforeAll(() => {
  workshop = new DesktopWorkshop();
  neighbour = new DesktopWorkshop();
});
afterAll(async () => {
  await workshop.close();
  await neighbour.close();
});

it('finds all that a running desktop leaves, and nothing of it once it is stopped', async () => {
  const driver = workshop.driver();
  const [id, other] = [randomUUID(), randomUUID()];
  await Promise.all([driver.start(id), driver.start(other)]);

  const found = countByKind(await driver.inventory(id));
  for (const [kind, least] of Object.entries(driver.leaves)) {
    expect(found[kind as keyof typeof found] ?? 0).toBeGreaterThanOrEqual(least);
  }
  const home = (await driver.inventory(id)).find(({ label }) => label === '/home/desktop');
  expect(home?.bytes).toBeGreaterThan(0);

  await driver.stop(id);
  expect(await driver.inventory(id)).toEqual([]);
  expect(new Set((await driver.inventory()).map(({ desktopId }) => desktopId))).toEqual(new Set([other]));
  await driver.stop(other);
}, 60_000);

it('sees nothing of another instance on the same host', async () => {
  const driver = workshop.driver();
  const id = randomUUID();
  await driver.start(id);
  expect(await neighbour.driver().inventory()).toEqual([]);
  await driver.stop(id);
}, 60_000);

it('removes a desktop whose folder, and with it every record of it, was deleted', async () => {
  const driver = workshop.driver();
  const id = randomUUID();
  await driver.start(id);
  const folder = path.join(workshop.runDir, 'desktops', id);
  rmSync(folder, { recursive: true });
  driver.release();

  expect(countByKind(await driver.inventory(id)).process).toBeGreaterThan(1);
  await driver.stop(id); // finds no folder to go by
  await driver.remove(await driver.inventory(id));
  await eventually(async () => (await driver.inventory(id)).length === 0);
  expect(processesNaming(folder).filter(isLiving)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
}, 60_000);
