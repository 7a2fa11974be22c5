import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { probeDesktop } from '../../probe-desktop.js';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { eventually } from '../../testing/eventually.js';
import { portsOf } from '../../testing/listening-ports.js';
import { descendantsOf, isLiving, procFile, processesNaming, supervisorOf } from '../../testing/processes.js';
import { ControlLink } from './control-link.js';
import type { ProcessDriver } from './process.driver.js';
import { RunFolders } from './run-folders.js';
import { stopAllDesktops } from './stop-all-desktops.js';

/** Real parts: Xvnc, openbox, Chromium, bubblewrap. About a second a desktop. */
let workshop: DesktopWorkshop;
let driver: ProcessDriver;

beforeAll(() => {
  workshop = new DesktopWorkshop();
  driver = workshop.driver();
});

afterAll(() => workshop.close());

const folderOf = (id: string) => new RunFolders(workshop.runDir).of(id);

async function started(by: ProcessDriver = driver): Promise<string> {
  const id = randomUUID();
  await by.start(id);
  return id;
}

describe('a desktop', () => {
  it('answers RFB when it has started, listens on no port, and leaves nothing when stopped', async () => {
    const id = await started();
    const inside = descendantsOf(supervisorOf(folderOf(id).path));
    expect(inside.length).toBeGreaterThan(8);
    expect(portsOf(supervisorOf(folderOf(id).path))).toEqual([]);
    for (const { pid } of inside.filter(({ line }) => !line.startsWith('/usr/bin/bwrap'))) {
      expect(interfacesOf(pid).filter((name) => name !== 'lo')).toEqual([]); // ports there reach nobody
    }

    await driver.stop(id);
    expect(existsSync(folderOf(id).path)).toBe(false);
    expect(inside.filter(isLiving)).toEqual([]);
    expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(id);
    await expect(driver.stop(id)).resolves.toBeUndefined();
  });

  it('runs without privileges, its browser behind a sandbox of its own', async () => {
    const id = await started();
    const inside = descendantsOf(supervisorOf(folderOf(id).path));
    const programs = inside.map(({ pid, line }) => ({ line, status: procFile(pid, 'status') }));
    expect(programs.filter(({ line }) => line.includes('--no-sandbox'))).toEqual([]);

    const renderers = programs.filter(({ line }) => line.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThan(0);
    for (const { status } of renderers) expect(status).toMatch(/^Seccomp:\t2$/m);
    for (const { status } of programs) {
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      expect(status).not.toMatch(/^Uid:\t0\b/m);
    }
    await driver.stop(id);
  });

  it('changes the pace of its pictures while it runs', async () => {
    const id = await started();
    const link = await ControlLink.open(folderOf(id).control);
    for (const framesPerSecond of [120, 60]) {
      driver.pace(id, framesPerSecond);
      await link.until((status) => status.framesPerSecond === framesPerSecond, 5_000);
    }
    link.close();
    await driver.stop(id);
  });

  it('dies whole when its supervisor is killed, and its driver says so', async () => {
    const id = await started();
    const gone: string[] = [];
    driver.onGone((desktopId) => gone.push(desktopId));
    const inside = descendantsOf(supervisorOf(folderOf(id).path));

    process.kill(supervisorOf(folderOf(id).path), 'SIGKILL');
    await eventually(() => gone.includes(id) && !inside.some(isLiving));
    await driver.stop(id);
    expect(await driver.list()).not.toContain(id);
  });

  it('is ended although its supervisor does not answer', async () => {
    const id = await started();
    const supervisor = supervisorOf(folderOf(id).path);
    process.kill(supervisor, 'SIGSTOP');
    await driver.stop(id);
    expect(procFile(supervisor, 'cmdline')).toBe('');
    expect(processesNaming(folderOf(id).path)).toEqual([]);
  });

  it('dies with its display', async () => {
    const id = await started();
    const display = descendantsOf(supervisorOf(folderOf(id).path)).find(({ line }) =>
      line.includes('Xtigervnc'),
    );
    process.kill(Number(display?.pid), 'SIGKILL');
    await eventually(async () => !(await driver.isRunning(id)));
    await driver.stop(id);
  });

  it('ends itself after its deadline when nobody else does', async () => {
    const id = await started();
    await driver.bind(id, randomUUID(), 0);
    await eventually(async () => !(await driver.isRunning(id)));
    await driver.stop(id);
  });

  it('is adopted by the next process', async () => {
    const before = workshop.driver();
    const id = await started(before);
    before.release();

    const after = workshop.driver();
    expect(await after.list()).toContain(id);
    expect(await after.adopt(id)).toBe(true);
    await expect(probeDesktop(after.endpointOf(id))).resolves.toBeUndefined();
    await stopAllDesktops(workshop.runDir);
    expect(await after.list()).toEqual([]);
  });
});

describe('a start that cannot succeed', () => {
  it('fails at once and leaves nothing when the supervisor cannot run', async () => {
    const broken = workshop.driver({ supervisorDir: '/nonexistent' });
    await expect(broken.start(randomUUID())).rejects.toThrow('the desktop did not start');
    expect(await broken.list()).toEqual([]);
  });

  it('ends at once when it is stopped half way', async () => {
    const id = randomUUID();
    const start = driver.start(id);
    start.catch(() => {}); // looked at below
    await eventually(() => existsSync(folderOf(id).control));
    await driver.stop(id);
    await expect(start).rejects.toThrow('the desktop did not start');
    expect(processesNaming(folderOf(id).path)).toEqual([]);
  });

  it('refuses an id that is none', async () => {
    await expect(driver.start('../../etc')).rejects.toThrow('not the id of a desktop');
  });
});

function interfacesOf(pid: number): string[] {
  return [...procFile(pid, 'net/dev').matchAll(/^ *(\w+):/gm)].map(([, name]) => String(name));
}
