import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ByteInbox } from './byte-inbox.js';

/** A wire to a real desktop that notes every byte on its way there, the handshake included. */
export class TappedDesktop {
  readonly received = new ByteInbox();

  private constructor(
    readonly path: string,
    private readonly server: net.Server,
  ) {}

  static async before(desktopPath: string): Promise<TappedDesktop> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tapped-desktop-'));
    const server = net.createServer();
    const tap = new TappedDesktop(path.join(folder, 'rfb.sock'), server);
    server.on('connection', (relay) => {
      const desktop = net.connect({ path: desktopPath });
      relay.on('data', (chunk) => tap.received.push(chunk));
      relay.on('error', () => desktop.destroy()).pipe(desktop);
      desktop.on('error', () => relay.destroy()).pipe(relay);
    });
    server.listen(tap.path);
    await once(server, 'listening');
    return tap;
  }

  async stop(): Promise<void> {
    this.server.close();
    await rm(path.dirname(this.path), { recursive: true, force: true });
  }
}
