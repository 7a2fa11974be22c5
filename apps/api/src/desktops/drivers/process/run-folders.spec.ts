import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { RunFolders } from './run-folders.js';

const uid = process.getuid?.() ?? 0;
let runDir: string;

beforeEach(() => {
  runDir = mkdtempSync(path.join(os.tmpdir(), 'oda-run-'));
});
afterEach(() => rmSync(runDir, { recursive: true, force: true }));

it.each(['', '..', '../x', 'a/b', '0', `${randomUUID()}/..`, randomUUID().toUpperCase()])(
  'makes no path of %j',
  (id) => {
    expect(() => new RunFolders(runDir).of(id)).toThrow('not the id of a desktop');
  },
);

it('refuses to use a folder twice', () => {
  const folders = new RunFolders(runDir);
  const id = randomUUID();
  folders.create(id, uid);
  expect(() => folders.create(id, uid)).toThrow('EEXIST');
});

it('refuses a place that somebody else laid out', () => {
  mkdirSync(path.join(runDir, 'elsewhere'));
  symlinkSync(path.join(runDir, 'elsewhere'), path.join(runDir, 'desktops'));
  expect(() => new RunFolders(runDir).create(randomUUID(), uid)).toThrow('belongs to somebody else');
});

it('refuses a path that is too long for a socket', () => {
  const folders = new RunFolders(path.join(runDir, 'x'.repeat(60)));
  expect(() => folders.create(randomUUID(), uid)).toThrow('too long');
});

it('closes each folder to everybody else, and lists what is there', () => {
  const folders = new RunFolders(runDir);
  expect(folders.list()).toEqual([]);
  const id = randomUUID();
  const { path: folder, sockets } = folders.create(id, uid);
  expect([folder, sockets].map((name) => statSync(name).mode & 0o777)).toEqual([0o700, 0o700]);
  mkdirSync(path.join(runDir, 'desktops', 'not-an-id'));
  expect(folders.list()).toEqual([id]);
});
