import { spawn } from 'node:child_process';
import net from 'node:net';
import { ENVIRONMENT } from './environment.js';
import { keepRunning } from './keep-running.js';
import { parec, pulseaudio } from './programs.js';

/** The supervisor, and the one it was before it noticed that it had lost us. */
const MOST_LISTENERS = 2;

/**
 * Gives programs of the desktop a place to play to, and what they play to whoever reaches the socket at `path`: samples,
 * as long as the connection lasts. A desktop without sound is still a desktop: what fails here ends nothing.
 */
export function serveSound(path: string): void {
  keepRunning({ program: () => pulseaudio, restarted: () => {}, gaveUp: () => {} });
  const server = net.createServer((listener) => {
    const recorder = spawn(parec.path, parec.args, { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'ignore'] });
    const end = () => {
      recorder.kill();
      listener.destroy();
    };
    recorder.once('error', end).once('exit', end);
    listener.on('error', end).once('close', end);
    recorder.stdout.pipe(listener);
  });
  server.maxConnections = MOST_LISTENERS;
  server.on('error', () => {}); // nobody hears anything then, and is told so by the closed connection
  server.listen(path);
}
