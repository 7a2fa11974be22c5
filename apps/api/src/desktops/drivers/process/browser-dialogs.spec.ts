import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { Devtools } from '../../testing/devtools.js';
import { eventually } from '../../testing/eventually.js';
import { RunFolders } from './run-folders.js';

const SAVED = 'saved-by-a-page.txt';
const CONTENT = 'made by a page';
const DOWNLOADS = '/home/desktop/Downloads';

/** A page with everything that leads to a dialog. */
const PAGE = `<!doctype html><title>dialogs</title>
<input type="file" multiple id="choose"><a id="save" href="/file" download="${SAVED}">save</a>
<script>
  /** What the chosen files hold, a line each. */
  const read = () => Promise.all([...document.querySelector('#choose').files].map((file) =>
    file.text().catch(({ name }) => name))).then((all) => all.join('\\n'));
</script>`;

let workshop: DesktopWorkshop;
let server: Server;
let page: Devtools;
let runDir: string;
/** A file of this host, where a desktop's browser might look, that everybody may read. */
const hostFiles = [os.tmpdir(), '/var/tmp', os.homedir()].map((folder) =>
  path.join(folder, `oda-of-the-host-${process.pid}.txt`),
);

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('Content-Type', request.url === '/' ? 'text/html' : 'application/octet-stream');
    response.end(request.url === '/' ? PAGE : CONTENT);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  for (const file of hostFiles) writeFileSync(file, 'of the host', { mode: 0o644 });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  workshop = new DesktopWorkshop({ allow: [host] });
  ({ runDir } = workshop);
  const driver = workshop.driver();
  const id = randomUUID();
  await driver.start(id);
  page = await Devtools.open(new RunFolders(runDir).of(id).cdp);
  await page.visit(`http://${host}/`);
}, 60_000);

afterAll(async () => {
  page?.close();
  await workshop?.close();
  server?.close();
  for (const file of hostFiles) rmSync(file, { force: true });
});

/** As if somebody had typed the path into the dialog, which takes any. */
async function chosen(...files: string[]): Promise<string> {
  await page.choose('#choose', files);
  return String(await page.evaluate('read()'));
}

describe('a dialog of the browser in a desktop', () => {
  it('that saves puts the file into the desktop’s home and nowhere on this host', async () => {
    await page.evaluate(`document.querySelector('#save').click()`);
    await eventually(async () => (await chosen(`${DOWNLOADS}/${SAVED}`)) === CONTENT);
    expect(existsSync(path.join(DOWNLOADS, SAVED))).toBe(false);
    const below = readdirSync(workshop.folder, { recursive: true, encoding: 'utf8' });
    expect(below.filter((name) => name.includes(SAVED))).toEqual([]);
  });

  it('that saves to a path of this host leaves nothing there', async () => {
    await page.saveInto('/tmp');
    await page.evaluate(`document.querySelector('#save').click()`);
    await eventually(async () => (await chosen(`/tmp/${SAVED}`)) === CONTENT); // the desktop's own /tmp
    for (const folder of [os.tmpdir(), '/var/tmp', os.homedir(), runDir, '/etc']) {
      await page.saveInto(folder);
      await page.evaluate(`document.querySelector('#save').click()`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(existsSync(path.join(folder, SAVED))).toBe(false);
    }
  });

  it('that opens finds no file of this host', async () => {
    expect(await chosen(`${DOWNLOADS}/${SAVED}`)).toBe(CONTENT); // what is there can be read this way
    for (const file of [...hostFiles, '/etc/passwd', '/etc/shadow', '/etc/hostname', process.execPath]) {
      expect([file, existsSync(file), await chosen(file)]).toEqual([file, true, 'NotFoundError']);
    }
  });
});
