import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from '@jest/globals';
import { probeDesktop } from '../../probe-desktop.js';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { portsOf } from '../../testing/listening-ports.js';
import { descendantsOf, supervisorOf } from '../../testing/processes.js';
import { RunFolders } from './run-folders.js';

const workshop = new DesktopWorkshop();
afterAll(() => workshop.close());

it('five desktops at once have display :0 each, answer, and listen on no port of this host', async () => {
  const driver = workshop.driver({ max: 5 });
  const ids = Array.from({ length: 5 }, () => randomUUID());
  for (const id of ids) await driver.start(id); // one after the other: what is asked is that they are there together
  for (const id of ids) {
    await probeDesktop(driver.endpointOf(id));
    const supervisor = supervisorOf(new RunFolders(workshop.runDir).of(id).path);
    const inside = descendantsOf(supervisor);
    expect(inside.filter(({ line }) => line.includes('Xtigervnc\0:0\0'))).toHaveLength(1);
    expect([supervisor, ...inside.map(({ pid }) => pid)].flatMap(portsOf)).toEqual([]);
  }
}, 150_000);
