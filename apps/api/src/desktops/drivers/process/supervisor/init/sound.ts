import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { restartAudioService } from './audio-service.js';
import { ENVIRONMENT } from './environment.js';
import { keepRunning } from './keep-running.js';
import { parec, PULSE_SOCKET, pulseaudio } from './programs.js';

/** The supervisor, and the one it was before it noticed that it had lost us. */
const MOST_LISTENERS = 2;

const LOOK_EVERY_MS = 20;
/** For five seconds; it takes 100 ms. */
const MOST_LOOKS = 250;

/**
 * Gives programs of the desktop a place to play to, and what they play to whoever reaches the socket at `path`: samples,
 * as long as the connection lasts. A desktop without sound is still a desktop: what fails here ends nothing. Resolves when
 * programs can play, or when that takes too long.
 */
export async function serveSound(path: string): Promise<void> {
  keepRunning({
    program: () => pulseaudio,
    restarted: () => {
      rmSync(PULSE_SOCKET, { force: true }); // of the one that died
      void playable().then(restartAudioService);
    },
    gaveUp: () => {},
  });
  const server = net.createServer((listener) => {
    // it writes to the connection itself: a copy through this process would cost more than it does
    const recorder = spawn(parec.path, parec.args, {
      env: ENVIRONMENT,
      stdio: ['ignore', listener, 'ignore'],
    });
    const end = () => {
      recorder.kill();
      listener.destroy();
    };
    recorder.once('error', end).once('exit', end);
    listener.on('error', end).once('close', end).resume();
  });
  server.maxConnections = MOST_LISTENERS;
  server.on('error', () => {}); // nobody hears anything then, and is told so by the closed connection
  server.listen(path);
  await playable();
}

/** Resolves when programs can play, or when that takes too long. */
async function playable(): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS && !existsSync(PULSE_SOCKET); looks += 1)
    await setTimeout(LOOK_EVERY_MS);
}
