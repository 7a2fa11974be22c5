import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { probeDesktop } from '../../probe-desktop.js';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { Devtools } from '../../testing/devtools.js';
import { eventually } from '../../testing/eventually.js';
import { descendantsOf, supervisorOf } from '../../testing/processes.js';
import type { ProcessDriver } from './process.driver.js';
import { RunFolders } from './run-folders.js';
import type { DesktopFolder } from './supervisor/desktop-folder.js';
import { INSIDE } from './supervisor/init/inside-paths.js';

/** One real desktop, whose browser is killed. */
const site = http.createServer((_request, response) => response.end('<title>a tab</title>'));
let tab: string;
let workshop: DesktopWorkshop;
let driver: ProcessDriver;
let id: string;
let folder: DesktopFolder;
const crashes: [string, number][] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  tab = `http://127.0.0.1:${port}/`;
  workshop = new DesktopWorkshop({ allow: [`127.0.0.1:${port}`] });
  driver = workshop.driver();
  driver.onBrowserCrashed((...crash) => crashes.push(crash));
  id = randomUUID();
  await driver.start(id);
  folder = new RunFolders(workshop.runDir).of(id);
}, 60_000);
afterAll(async () => {
  await workshop.close();
  site.close();
});

/** The browser itself, none of its helpers. */
const browser = () =>
  descendantsOf(supervisorOf(folder.path)).find(({ line }) => /chromium\0(?!--type)/.test(line))?.pid;

it('a browser that is killed comes back in the same desktop with profile and tabs, and that is told once', async () => {
  const first = Number(browser());
  const page = await Devtools.open(folder.cdp);
  await page.visit(tab);
  page.close();
  await eventually(() => sessionFilesOf(first).includes(tab)); // written by the browser's own clock

  process.kill(first, 'SIGKILL');
  await eventually(() => browser() !== undefined && browser() !== first);
  await eventually(() => crashes.length > 0);
  expect(crashes).toEqual([[id, 1]]);
  await eventually(async () => (await shownPage()) === `${tab} after another`);
  await expect(probeDesktop(driver.endpointOf(id))).resolves.toBeUndefined();
  expect(await driver.isRunning(id)).toBe(true);
}, 60_000);

/** What the browser would restore, read where it wrote it. */
function sessionFilesOf(pid: number): string {
  const sessions = `/proc/${pid}/root${INSIDE.profile}/Default/Sessions`;
  return readdirSync(sessions)
    .map((name) => readFileSync(`${sessions}/${name}`, 'latin1'))
    .join();
}

async function shownPage(): Promise<unknown> {
  try {
    const page = await Devtools.open(folder.cdp);
    const shown = await page.evaluate(
      `location.href + (history.length > 1 ? ' after another' : ' and nothing before')`,
    );
    page.close();
    return shown;
  } catch {
    return null; // the browser is still starting
  }
}
