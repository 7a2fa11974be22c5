import { chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectDesktop } from './connect-desktop.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'oda-sockets-'));
const sockets = path.join(folder, 'sockets');
const database = path.join(folder, 'database.sock');
const connected: string[] = [];
const servers: net.Server[] = [];

function listen(name: string, at: string): Promise<void> {
  const server = net.createServer((socket) => {
    connected.push(name);
    socket.end(name);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(at, resolve);
  });
}

const at = (name: string) => path.join(sockets, name);
const connect = (name: string) => connectDesktop({ kind: 'unix', path: at(name) });

beforeAll(async () => {
  mkdirSync(sockets, { mode: 0o700 });
  await listen('database', database);
  await listen('desktop', at('rfb.sock'));
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

it('refuses a link that stands where the socket was: the database is not dialled', async () => {
  symlinkSync(database, at('link.sock'));
  await expect(connect('link.sock')).rejects.toThrow();
  expect(connected).toEqual([]);
});

it('refuses a plain file and a folder', async () => {
  writeFileSync(at('file.sock'), '');
  mkdirSync(at('folder.sock'));
  await expect(connect('file.sock')).rejects.toThrow('not a socket');
  await expect(connect('folder.sock')).rejects.toThrow('not a socket');
});

it('refuses what is not there', async () => {
  await expect(connect('missing.sock')).rejects.toThrow('ENOENT');
});

it('knocks again where so many wait at once that the door is full', async () => {
  const server = net.createServer((socket) => socket.end());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen({ path: at('crowded.sock'), backlog: 1 }, resolve));
  const dialled = Array.from({ length: 8 }, () => net.connect(at('crowded.sock')));
  const outcomes = dialled.map((socket) => once(socket, 'connect').then(() => 'in', String));
  const knocking = Array.from({ length: 8 }, () => connect('crowded.sock'));
  expect((await Promise.all(outcomes)).some((outcome) => outcome.includes('EAGAIN'))).toBe(true);
  for (const socket of await Promise.all(knocking)) socket.destroy();
});

const asRoot = process.getuid?.() === 0 ? it : it.skip; // nobody else can give files away
asRoot("refuses a socket that is not the folder owner's", async () => {
  await listen('stranger', at('strange.sock'));
  chownSync(at('strange.sock'), 12_345, 12_345);
  await expect(connect('strange.sock')).rejects.toThrow('not a socket of the desktop');
});

it('reaches the socket itself', async () => {
  const socket = await connect('rfb.sock');
  const [greeting] = await socket.toArray();
  expect(String(greeting)).toBe('desktop');
  renameSync(at('rfb.sock'), at('moved.sock'));
  await expect(connect('rfb.sock')).rejects.toThrow('ENOENT');
});
