import { setTimeout as sleep } from 'node:timers/promises';
import { connectSound } from '../connect-desktop.js';
import type { DesktopEndpoint } from '../desktop-endpoint.js';
import { SoundFrames } from '../sound-frames.js';

/** What a desktop says first of its sound: that there is silence. It may have to be asked until all of it has started. */
export async function firstSoundOf(endpoint: DesktopEndpoint): Promise<Buffer | undefined> {
  const frames = new SoundFrames();
  for (let tries = 0; tries < 100; tries += 1) {
    for await (const chunk of await connectSound(endpoint))
      for (const message of frames.read(chunk as Buffer)) return message;
    await sleep(50);
  }
  return undefined;
}
