import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { probeDesktop } from '../../probe-desktop.js';
import { ATTACKS } from '../../testing/attacks.js';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { Devtools } from '../../testing/devtools.js';
import { eventually } from '../../testing/eventually.js';
import { insideCommand } from '../../testing/inside-desktop.js';
import { DesktopCgroups } from './cgroups/desktop-cgroups.js';
import type { ProcessDriver } from './process.driver.js';
import { RunFolders } from './run-folders.js';

const PIDS = 500;
const LIMITS = { memoryBytes: 1024 ** 3, cpus: 1, pids: PIDS };
/** Eight that take a fifth of the limit each, and keep it. Who lit them is gone, so that they are the sandbox's own. */
const HOARD = `hoard() { /opt/desktop/node -e "const all = []; for (let n = 0; n < 3; n++) all.push(Buffer.alloc(2 ** 26, 1)); setInterval(() => all.length, 1000)"; echo ended $?; }; for n in 1 2 3 4 5 6 7 8; do hoard & done`;
/** Of the supervisor, which stands outside of what is counted. */
const BESIDE = 40;

/** Attacks come from inside, as from somebody who broke out of the browser. Getting in there takes root. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot.each([
  { kernel: 'cgroups', accept: () => true },
  { kernel: 'nothing but rlimits', accept: () => false },
])('somebody who attacks the machine, where it has $kernel', ({ kernel, accept }) => {
  const workshop = new DesktopWorkshop();
  const cgroups = DesktopCgroups.open(workshop.instance, accept);
  const [attacked, neighbour] = [randomUUID(), randomUUID()];
  const gone: string[] = [];
  let driver: ProcessDriver;

  const folderOf = (id: string) => new RunFolders(workshop.runDir).of(id);
  const answers = (id: string) => probeDesktop(driver.endpointOf(id));

  beforeAll(async () => {
    driver = workshop.driver({ cgroups, limits: LIMITS });
    driver.onGone((id) => gone.push(id));
    await driver.start(neighbour);
  }, 60_000);
  afterEach(() => driver.stop(attacked), 60_000);
  afterAll(() => workshop.close(), 60_000);

  /** Runs an attack in a desktop of its own until `seen` in what it prints; then both desktops are as they are said to be. */
  async function attack(line: string, seen: RegExp, times: number): Promise<void> {
    await driver.start(attacked);
    const [command = '', ...args] = insideCommand(folderOf(attacked), line);
    const intruder = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [intruder.stdout, intruder.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await eventually(() => [...said.matchAll(seen)].length >= times).catch(() => {
      throw new Error(`the limit was not met: ${said.slice(-2_000)}`);
    });
    await answers(neighbour);
  }

  /** The attack still runs: ending its desktop is what ends it. */
  async function endsWhole(): Promise<void> {
    const { uid } = statSync(folderOf(attacked).path);
    await driver.stop(attacked);
    await eventually(() => tasksOf(uid) === 0);
    expect(await driver.list()).toEqual([neighbour]);
    await answers(neighbour);
  }

  it('with a fork bomb meets the limit of processes, and all of it ends with its desktop', async () => {
    await attack(ATTACKS['fork bomb'], /Cannot fork/g, 20);
    const { uid } = statSync(folderOf(attacked).path);
    expect(tasksOf(uid)).toBeLessThanOrEqual(PIDS + BESIDE);
    await endsWhole();
  }, 60_000);

  it('with more memory than there is gets none of it, and the desktop lives on', async () => {
    if (kernel === 'cgroups') await attack(ATTACKS['10 GiB allocation'], /ended [1-9]/g, 2);
    else await attack(HOARD, /ended 137/g, 1);
    await answers(attacked);
    const browser = await Devtools.open(folderOf(attacked).cdp);
    expect(await browser.openBeside('about:blank')).toBe('about:blank');
    browser.close();
    expect(gone).toEqual([]);
    await endsWhole();
  }, 60_000);

  if (kernel !== 'cgroups') return; // the rest is made by them, or the same without

  it('with a full disk fills its own three places, and the desktop lives on', async () => {
    await attack(ATTACKS['full disk'], /No space left on device/g, 3);
    await answers(attacked);
    expect(gone).toEqual([]);
    await endsWhole();
  }, 60_000);

  it('with a busy loop is held to its processors, and the neighbour answers', async () => {
    await attack(`${ATTACKS['busy loop']} & echo busy; wait`, /busy/g, 1);
    expect(groupFiles(attacked, 'cpu.cfs_quota_us', 'cpu.max').join()).toMatch(/^100000\b/); // one, of 100 ms
    cgroups.limit(attacked, { ...LIMITS, cpus: 0.1 }); // less than it gets beside whatever else runs here
    const timesHeldBack = () =>
      groupFiles(attacked, 'cpu.stat').map((text) => Number(/^nr_throttled (\d+)/m.exec(text)?.[1] ?? 0));
    await eventually(() => Math.max(...timesHeldBack()) > 5);
    await endsWhole();
  }, 60_000);

  /** What stands in files of those names in the desktop's groups. */
  function groupFiles(id: string, ...names: string[]): string[] {
    return cgroups
      .found()
      .filter(({ desktopId }) => desktopId === id)
      .flatMap(({ folder }) => names.map((name) => path.join(folder, name)))
      .flatMap((file) => (existsSync(file) ? [readFileSync(file, 'utf8').trim()] : []));
  }
});

/** Threads and processes of a user, from the kernel. */
function tasksOf(uid: number): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => {
      try {
        return statSync(`/proc/${pid}`).uid === uid ? sum + readdirSync(`/proc/${pid}/task`).length : sum;
      } catch {
        return sum; // gone since it was listed
      }
    }, 0);
}
