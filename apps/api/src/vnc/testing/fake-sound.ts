import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** A desktop's folder whose sound socket says whatever a test wants. */
export class FakeSound {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'oda-sound-'));
  private readonly listeners = new Set<net.Socket>();
  private readonly server = net.createServer((socket) => {
    this.listeners.add(socket);
    socket.on('error', () => {}).on('close', () => this.listeners.delete(socket));
  });

  static async start(): Promise<FakeSound> {
    const sound = new FakeSound();
    mkdirSync(path.join(sound.folder, 'sockets'));
    await new Promise<void>((resolve) => sound.server.listen(path.join(sound.folder, 'sound.sock'), resolve));
    return sound;
  }

  /** Of the desktop's display, as its row has it. */
  get path(): string {
    return path.join(this.folder, 'sockets', 'rfb.sock');
  }

  get count(): number {
    return this.listeners.size;
  }

  /** Says it to all. */
  say(bytes: Buffer): void {
    for (const listener of this.listeners) listener.write(bytes);
  }

  hangUp(): void {
    for (const listener of this.listeners) listener.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
