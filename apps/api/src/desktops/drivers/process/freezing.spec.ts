import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { probeDesktop } from '../../probe-desktop.js';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { eventually } from '../../testing/eventually.js';
import { descendantsOf, isLiving, supervisorOf } from '../../testing/processes.js';
import { DesktopCgroups } from './cgroups/desktop-cgroups.js';
import type { Hierarchy } from './cgroups/cgroup-layout.js';
import type { ProcessDriver } from './process.driver.js';
import { RunFolders } from './run-folders.js';
import { processTree } from './supervisor/process-tree.js';

let workshop: DesktopWorkshop;
beforeAll(() => {
  workshop = new DesktopWorkshop();
});
afterAll(() => workshop.close());

const WAYS: [string, (hierarchy: Hierarchy) => boolean][] = [
  ['the best this machine has', () => true],
  ['a v1 cgroup', ({ version }) => version === 1],
  ['signals, as an ordinary user must', () => false],
];

describe.each(WAYS)('by %s, a frozen desktop', (_way, accept) => {
  let driver: ProcessDriver;
  beforeAll(() => {
    driver = workshop.driver({ cgroups: DesktopCgroups.open(workshop.instance, accept) });
  });

  async function frozen(): Promise<string> {
    const id = randomUUID();
    await driver.start(id);
    await driver.freeze(id);
    expect(driver.isFrozen(id)).toBe(true);
    return id;
  }

  it('uses no processor, thaws, and answers again', async () => {
    const id = await frozen();
    const before = ticksOf(id);
    await expect(probeDesktop(driver.endpointOf(id), 200)).rejects.toThrow('the desktop is silent');
    expect(ticksOf(id)).toBe(before);

    await driver.thaw(id);
    expect(driver.isFrozen(id)).toBe(false);
    await probeDesktop(driver.endpointOf(id));
    await driver.stop(id);
  });

  it('runs from the moment that it is given to a session', async () => {
    const id = await frozen();
    await driver.bind(id, randomUUID(), 60_000);
    expect(driver.isFrozen(id)).toBe(false);
    await probeDesktop(driver.endpointOf(id));
    await driver.stop(id);
  });

  it('is adopted as it is, and ends as any other', async () => {
    const id = await frozen();
    const inside = descendantsOf(supervisorOf(folderOf(id)));
    driver.release();
    expect(await driver.adopt(id)).toBe(true);
    expect(driver.isFrozen(id)).toBe(true);
    await driver.stop(id);
    expect(inside.filter(isLiving)).toEqual([]);
    expect(await driver.list()).not.toContain(id);
  });

  it('ends itself at its deadline', async () => {
    const id = randomUUID();
    await driver.start(id);
    const inside = descendantsOf(supervisorOf(folderOf(id)));
    await driver.bind(id, randomUUID(), 0);
    await driver.freeze(id);
    await eventually(() => !inside.some(isLiving));
    await driver.stop(id);
  });

  it('is ended although its supervisor was killed', async () => {
    const id = await frozen();
    const inside = descendantsOf(supervisorOf(folderOf(id)));
    process.kill(supervisorOf(folderOf(id)), 'SIGKILL');
    await driver.stop(id);
    await eventually(() => !inside.some(isLiving));
    expect(await driver.list()).not.toContain(id);
  });
});

it('does not freeze a desktop that is not there', async () => {
  await expect(workshop.driver().freeze(randomUUID())).rejects.toThrow('the desktop is not there');
});

const folderOf = (id: string) => new RunFolders(workshop.runDir).of(id).path;

/** Processor time of everything inside, in clock ticks: proc(5), fields 14 and 15 of stat. */
function ticksOf(id: string): number {
  const { sandbox } = JSON.parse(readFileSync(new RunFolders(workshop.runDir).of(id).processes, 'utf8')) as {
    sandbox: { pid: number };
  };
  const times = processTree(sandbox.pid).map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return times.reduce((sum, time) => sum + time, 0);
}
