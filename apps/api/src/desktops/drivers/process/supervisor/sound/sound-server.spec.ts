import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compileSupervisor } from '../../../../testing/compile-supervisor.js';
import { CODEC } from '../../../../testing/desktop-ears.js';
import { eventually } from '../../../../testing/eventually.js';
import { SoundFrames } from '../../../../sound-frames.js';
import type * as Module from './sound-server.js';

/** The supervisor's own code, compiled because it starts a thread, and a desktop that says whatever a test wants. */
let folder: string;
let desktop: net.Server;
let server: net.Server;
let heardBy: Set<net.Socket>;
let say: (listener: net.Socket) => void;
const at = (name: string) => path.join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'oda-ears-'));
  heardBy = new Set();
  say = () => {};
  desktop = net.createServer((listener) => {
    heardBy.add(listener);
    listener.on('error', () => {}).on('close', () => heardBy.delete(listener));
    say(listener);
  });
  await new Promise<void>((resolve) => desktop.listen(at('pcm.sock'), resolve));
  const compiled = pathToFileURL(path.join(compileSupervisor(at('supervisor')), 'sound/sound-server.js'));
  const { SoundServer } = (await import(compiled.href)) as typeof Module;
  server = await new SoundServer({ pcm: at('pcm.sock'), codec: CODEC }, () => {}).listen(at('sound.sock'));
});
afterEach(async () => {
  for (const listener of heardBy) listener.destroy();
  server.close();
  await new Promise((resolve) => desktop.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function listen(): { socket: net.Socket; messages: Buffer[]; closed: () => boolean } {
  const socket = net.connect(at('sound.sock'));
  const frames = new SoundFrames();
  const messages: Buffer[] = [];
  socket.on('data', (chunk) => messages.push(...frames.read(chunk)));
  socket.on('error', () => {});
  return { socket, messages, closed: () => socket.destroyed };
}

const NOISE = Buffer.from(Array.from({ length: 65_536 }, () => Math.random() * 256));
function flood(listener: net.Socket): void {
  const more = () => {
    while (!listener.destroyed && listener.write(NOISE));
  };
  listener.on('drain', more);
  more();
}

describe("a desktop's sound", () => {
  it('is listened to once, from the first listener to the last', async () => {
    const [one, other] = [listen(), listen()];
    await eventually(() => heardBy.size === 1);
    one.socket.destroy();
    await setTimeout(100);
    expect(heardBy.size).toBe(1);
    other.socket.destroy();
    await eventually(() => heardBy.size === 0);
  });

  it('that floods is heard at the pace of the clock', async () => {
    say = flood;
    const { socket, messages } = listen();
    await eventually(() => messages.length > 0);
    await setTimeout(1_000);
    const inOneSecond = messages.length;
    expect(inOneSecond).toBeLessThan(50 + 25 + 30); // a second, half a second ahead, and what one read holds
    expect(inOneSecond).toBeGreaterThan(40);
    socket.destroy();
  });

  it('reaches whoever reads, though another does not', async () => {
    say = flood;
    const [deaf, hears] = [net.connect(at('sound.sock')).pause(), listen()];
    await eventually(() => hears.messages.length > 150);
    deaf.destroy();
    hears.socket.destroy();
  });

  it('that ends, or is not there, ends for who listens', async () => {
    const { closed } = listen();
    await eventually(() => heardBy.size === 1);
    for (const listener of heardBy) listener.destroy();
    await eventually(closed);
    await new Promise((resolve) => desktop.close(resolve));
    desktop.listen(at('other.sock'));
    await eventually(listen().closed);
  });
});
