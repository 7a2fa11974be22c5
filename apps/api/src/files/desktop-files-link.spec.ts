import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { DesktopEndpoint } from '../desktops/desktop-endpoint.js';
import { serveFiles } from '../desktops/drivers/process/supervisor/init/files/serve-files.js';
import { until } from '../../../../test/support/until.js';
import { deleteFile, listFiles, readFile, writeFile } from './desktop-files-link.js';

let root: string;
let folder: string;
let endpoint: DesktopEndpoint;
let server: http.Server | undefined;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'oda-files-'));
  folder = path.join(root, 'Downloads');
  mkdirSync(folder);
  endpoint = { kind: 'unix', path: path.join(root, 'rfb.sock') };
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
  rmSync(root, { recursive: true });
});

const socket = () => path.join(root, 'files.sock');
const names = async () => (await listFiles(endpoint)).files.map(({ name }) => name).sort();
const put = (name: string, content: string) =>
  writeFile(endpoint, name, { body: Readable.from([content]), bytes: Buffer.byteLength(content) });

describe('the files of a desktop', () => {
  beforeEach(async () => {
    server = await serveFiles(socket(), folder);
  });

  it('are not links out of the folder, not pipes, not folders, not hidden', async () => {
    writeFileSync(path.join(root, 'secret'), 'not yours');
    symlinkSync(path.join(root, 'secret'), path.join(folder, 'link'));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    mkdirSync(path.join(folder, 'inner'));
    writeFileSync(path.join(folder, '.hidden'), '');
    writeFileSync(path.join(folder, 'half.zip.crdownload'), '');
    expect(await names()).toEqual([]);
    for (const name of ['link', 'pipe', 'inner', '.hidden', '../secret', '..', 'missing'])
      await expect(readFile(endpoint, name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('come and go as they are, whatever they are called', async () => {
    const name = 'Grüße 100% #1? 🎈.txt';
    expect(await put(name, 'hällo')).toBe(name);
    expect(await names()).toEqual([name]);
    const { bytes, stream } = await readFile(endpoint, name);
    expect([bytes, await text(stream)]).toEqual([6, 'hällo']);
    await deleteFile(endpoint, name);
    expect(await names()).toEqual([]);
    await expect(deleteFile(endpoint, name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are not overwritten by others of their name', async () => {
    await put('a.tar.gz', 'one');
    expect(await put('a.tar.gz', 'two')).toBe('a.tar (1).gz');
    expect(readFileSync(path.join(folder, 'a.tar.gz'), 'utf8')).toBe('one');
  });

  it('are whole or not there: nothing is left of an upload that breaks off', async () => {
    const body = new Readable({ read() {} });
    const writing = writeFile(endpoint, 'half.bin', { body, bytes: 1_000 });
    body.push(Buffer.alloc(100));
    await until('the desktop has begun', () => readdirSync(folder).length === 1);
    expect(await names()).toEqual([]);
    body.destroy();
    await expect(writing).rejects.toMatchObject({ code: 'DESKTOP_NOT_READY' });
    await until('the rest is gone', () => readdirSync(folder).length === 0);
  });
});

describe('a desktop whose programs answer in our place', () => {
  const answering = (answer: http.RequestListener) =>
    new Promise<void>((resolve) => {
      server = http.createServer(answer).listen(socket(), resolve);
    });

  it.each([
    ['no JSON', 'x'],
    ['other JSON', '{"files":[{"name":7}],"freeBytes":0}'],
    ['a negative size', '{"files":[{"name":"a","bytes":-1,"modifiedAtMs":0}],"freeBytes":0}'],
    ['more than there can be', `{"files":[],"freeBytes":0,"more":"${'x'.repeat(3 * 1024 ** 2)}"}`],
  ])('is not believed: %s', async (_what, body) => {
    await answering((_request, response) => response.end(body));
    await expect(listFiles(endpoint)).rejects.toMatchObject({ code: 'DESKTOP_NOT_READY' });
  });

  it('is not waited for when it closes without a word, or is not there', async () => {
    await answering((request) => request.socket.destroy());
    await expect(listFiles(endpoint)).rejects.toMatchObject({ code: 'DESKTOP_NOT_READY' });
    await expect(listFiles({ kind: 'tcp', host: '127.0.0.1', port: 1 })).rejects.toMatchObject({
      code: 'DESKTOP_NOT_READY',
    });
  });

  it('cannot lead us elsewhere: a link in the socket’s place is refused', async () => {
    await answering((_request, response) => response.end('{"files":[],"freeBytes":0}'));
    symlinkSync(socket(), path.join(root, 'elsewhere'));
    rmSync(socket(), { force: true });
    symlinkSync(path.join(root, 'elsewhere'), socket());
    await expect(listFiles(endpoint)).rejects.toMatchObject({ code: 'DESKTOP_NOT_READY' });
  });
});
