import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { probeDesktop } from '../../probe-desktop.js';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { eventually } from '../../testing/eventually.js';
import { isLiving, processesNaming } from '../../testing/processes.js';

let workshop: DesktopWorkshop;
beforeAll(() => {
  workshop = new DesktopWorkshop();
});
afterAll(() => workshop.close());

const ofCanary = () => processesNaming(path.join(workshop.runDir, 'canary')).filter(isLiving);

it('answers a whole handshake while no desktop runs, comes back when it died, and ends with its process', async () => {
  const driver = workshop.driver();
  const endpoint = await driver.canary();
  await probeDesktop(endpoint);
  const before = ofCanary().map(({ pid }) => pid);
  expect(before.length).toBeGreaterThan(0);
  expect(await driver.canary()).toEqual(endpoint);
  expect(ofCanary().map(({ pid }) => pid)).toEqual(before);

  for (const pid of before) process.kill(pid, 'SIGKILL');
  await eventually(() => ofCanary().length === 0);
  await eventually(async () =>
    probeDesktop(await driver.canary()).then(
      () => true,
      () => false,
    ),
  );
  expect(await driver.inventory()).toEqual([]);

  driver.release();
  await eventually(() => ofCanary().length === 0);
}, 30_000);
