import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { connectDesktop } from './connect-desktop.js';
import { connectDoor } from './connect-door.js';
import { desktopFolder } from './drivers/process/supervisor/desktop-folder.js';
import { openDoor } from './drivers/process/supervisor/door/door.js';

/** A door in front of a folder whose `rfb` and `control` sockets say their name, then say again what they hear. */
let root: string;
let door: tls.Server;
let endpoint: { kind: 'door'; host: string; port: number; key: Buffer };
const rooms: net.Server[] = [];
const visited: string[] = [];

function furnish(name: string, at: string): Promise<void> {
  const server = net.createServer((socket) => {
    visited.push(name);
    socket.on('error', () => socket.destroy());
    socket.write(`${name}:`);
    socket.pipe(socket);
  });
  rooms.push(server);
  return new Promise((resolve) => {
    server.listen(at, resolve);
  });
}

beforeEach(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'oda-door-'));
  const folder = desktopFolder(root);
  mkdirSync(folder.sockets);
  await furnish('rfb', folder.rfb);
  await furnish('control', folder.control);
  const key = randomBytes(32);
  door = await openDoor(folder, { host: '127.0.0.1', port: 0 }, key);
  endpoint = { kind: 'door', host: '127.0.0.1', port: (door.address() as net.AddressInfo).port, key };
});

afterEach(() => {
  for (const server of [door, ...rooms.splice(0)]) server.close();
  visited.length = 0;
  rmSync(root, { recursive: true, force: true });
});

async function conversation(socket: net.Socket, say: string): Promise<string> {
  socket.end(say);
  return Buffer.concat(await socket.toArray()).toString();
}

it('lets nobody in without the key', async () => {
  await expect(connectDoor({ ...endpoint, key: randomBytes(32) }, 'rfb')).rejects.toThrow(/bad record mac/i);

  const plain = net.connect(endpoint.port, endpoint.host);
  expect(await conversation(plain, 'RFB 003.008\n').catch(() => '')).not.toContain('rfb:');

  const stranger = tls.connect({ host: endpoint.host, port: endpoint.port, rejectUnauthorized: false });
  await expect(new Promise((_, reject) => stranger.once('error', reject))).rejects.toThrow(
    /handshake failure/,
  );
  expect(visited).toEqual([]);
});

it('believes nobody who has not the key', async () => {
  const impostor = await openDoor(desktopFolder(root), { host: '127.0.0.1', port: 0 }, randomBytes(32));
  const { port } = impostor.address() as net.AddressInfo;
  await expect(connectDoor({ ...endpoint, port }, 'rfb')).rejects.toThrow(/bad record mac/i);
  impostor.close();
});

it('is not opened with less than a whole key', () => {
  expect(() => openDoor(desktopFolder(root), { port: 0 }, Buffer.alloc(0))).toThrow('not the key of a door');
});

it('knows no other rooms', async () => {
  await expect(connectDoor(endpoint, '../log' as 'rfb')).rejects.toThrow(/unknown psk identity/i);
});

it('joins a visitor with the room that was asked for', async () => {
  expect(await conversation(await connectDesktop(endpoint), 'hello')).toBe('rfb:hello');
  expect(await conversation(await connectDoor(endpoint, 'control'), 'stop')).toBe('control:stop');
});

it("reads into memory of the caller's", async () => {
  const buffer = Buffer.alloc(64);
  const read = Promise.withResolvers<number>();
  const callback = (bytes: number) => {
    read.resolve(bytes);
    return true;
  };
  const socket = await connectDesktop(endpoint, { buffer, callback });
  expect(buffer.toString('utf8', 0, await read.promise)).toBe('rfb:');
  socket.destroy();
});

it('leads nowhere when something else lies in the place of a socket', async () => {
  const folder = desktopFolder(root);
  rmSync(folder.rfb);
  symlinkSync(folder.control, folder.rfb);
  expect(await conversation(await connectDesktop(endpoint), 'stop')).toBe('');
  expect(await conversation(await connectDoor(endpoint, 'cdp'), 'GET /')).toBe('');
  expect(visited).toEqual([]);
});
