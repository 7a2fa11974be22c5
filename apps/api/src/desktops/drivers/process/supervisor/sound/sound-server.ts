import net from 'node:net';
import { Worker } from 'node:worker_threads';
import type { CaptureSettings } from './capture.js';

const MOST_LISTENERS = 64;
/** A second of sound: whoever is further behind misses what comes meanwhile. */
const MOST_WAITING_BYTES = 8 * 1024;

/**
 * Gives a desktop's sound to whoever reaches its socket, which is outside the sandbox: nothing in there can come near it
 * or put anything in its place. The desktop is listened to from the first listener to the last.
 */
export class SoundServer {
  private readonly listeners = new Set<net.Socket>();
  private readonly server = net.createServer((listener) => this.accept(listener));
  private capture: Worker | undefined;

  constructor(
    private readonly settings: CaptureSettings,
    private readonly log: (line: string) => void,
  ) {
    this.server.maxConnections = MOST_LISTENERS;
  }

  /** Resolves when it listens. */
  listen(path: string): Promise<net.Server> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(path, () => resolve(this.server));
    });
  }

  private accept(listener: net.Socket): void {
    this.listeners.add(listener);
    listener.resume(); // it has nothing to say
    listener.on('error', () => listener.destroy());
    listener.on('close', () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    });
    this.capture ??= this.start();
  }

  private start(): Worker {
    const capture = new Worker(new URL('./capture.js', import.meta.url), { workerData: this.settings });
    capture.on('message', (frame: Uint8Array) => this.pass(frame));
    capture.on('error', (error) => this.log(`no sound: ${error.message}`));
    capture.on('exit', () => this.lose(capture));
    return capture;
  }

  private pass(frame: Uint8Array): void {
    for (const listener of this.listeners)
      if (listener.writableLength < MOST_WAITING_BYTES) listener.write(frame);
  }

  /** The desktop plays no sound, or not any more: who listens is told by the end, and may come back. */
  private lose(capture: Worker): void {
    if (this.capture !== capture) return;
    this.capture = undefined;
    for (const listener of this.listeners) listener.destroy();
  }

  private stop(): void {
    void this.capture?.terminate();
    this.capture = undefined;
  }
}
