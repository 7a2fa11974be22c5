import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectSound } from '../../connect-desktop.js';
import { SoundFrames } from '../../sound-frames.js';
import { DesktopEars } from '../../testing/desktop-ears.js';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { Devtools } from '../../testing/devtools.js';
import { eventually } from '../../testing/eventually.js';
import { descendantsOf, supervisorOf } from '../../testing/processes.js';
import { A_DESKTOP, withSound } from '../../testing/stage-settings.js';
import type { ProcessDriver } from './process.driver.js';
import { RunFolders } from './run-folders.js';
import type { DesktopFolder } from './supervisor/desktop-folder.js';

/** Real parts: a page in Chromium plays a tone, PulseAudio mixes it, libopus encodes it, and somebody listens. */
const TONE_HZ = 440;
const PLAY = `(() => {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: ${TONE_HZ} });
  tone.connect(new GainNode(context, { gain: 0.25 })).connect(context.destination);
  tone.start();
  globalThis.silence = () => context.close();
  return context.resume().then(() => context.state);
})()`;

let workshop: DesktopWorkshop;
let driver: ProcessDriver;
let id: string;
let folder: DesktopFolder;
let page: Devtools;

beforeAll(async () => {
  workshop = new DesktopWorkshop();
  driver = workshop.driver({ spec: withSound(A_DESKTOP) });
  id = randomUUID();
  await driver.start(id);
  folder = new RunFolders(workshop.runDir).of(id);
  page = await Devtools.open(folder.cdp);
  await eventually(() => readdirSync(folder.sockets).includes('pcm.sock'));
  await eventually(() => running('pulseaudio'));
}, 60_000);
afterAll(async () => {
  page?.close();
  await workshop.close();
});

const running = (name: string) =>
  descendantsOf(supervisorOf(folder.path)).some(({ line }) => line.includes(`/${name}\0`));

/** Everything that is heard from now on. */
async function listen(): Promise<{ socket: Socket; ears: DesktopEars; messages: () => number }> {
  const socket = await connectSound(driver.endpointOf(id));
  const ears = new DesktopEars();
  const frames = new SoundFrames();
  let messages = 0;
  socket.on('data', (chunk) => {
    for (const message of frames.read(chunk)) {
      messages += 1;
      if (message.length > 4) ears.hear(message.subarray(4));
    }
  });
  return { socket, ears, messages: () => messages };
}

it('is captured only while somebody listens', async () => {
  expect(running('parec')).toBe(false);
  const [one, other] = [await listen(), await listen()];
  await eventually(() => running('parec') && one.messages() > 0 && other.messages() > 0);
  one.socket.destroy();
  other.socket.destroy();
  await eventually(() => !running('parec'));
});

it('is what a page plays, and said to be silence while none does', async () => {
  const { socket, ears, messages } = await listen();
  await eventually(() => messages() > 1);
  expect(ears.level).toBe(0);
  expect(await page.evaluate(PLAY)).toBe('running');
  await eventually(() => ears.level > 0.1 && Math.abs(ears.pitch - TONE_HZ) < 10);
  await page.evaluate('silence()');
  const heard = messages();
  await eventually(() => messages() > heard + 12);
  socket.destroy();
});

it('comes back when what mixes it was killed', async () => {
  const { socket, messages } = await listen();
  await eventually(() => messages() > 0);
  const lost = once(socket, 'close');
  const mixer = descendantsOf(supervisorOf(folder.path)).find(({ line }) => line.includes('/pulseaudio\0'));
  process.kill(Number(mixer?.pid), 'SIGKILL');
  await lost;
  let again = await listen();
  await eventually(async () => {
    if (again.socket.destroyed) again = await listen();
    return again.messages() > 0;
  });
  await eventually(async () => {
    await page.evaluate(PLAY);
    await setTimeout(500);
    const isHeard = again.ears.level > 0.1;
    await page.evaluate('silence()');
    return isHeard;
  });
  again.socket.destroy();
}, 30_000);

it('ends with the desktop', async () => {
  const { socket, messages } = await listen();
  await eventually(() => messages() > 0);
  const closed = once(socket, 'close');
  await driver.stop(id);
  await closed;
});
