import { once } from 'node:events';
import { rmSync } from 'node:fs';
import net from 'node:net';
import { linesOf } from './init/lines.js';
import type { InitOrder } from './init/orders.js';
import type { InitReport } from './init/report.js';

/**
 * A desktop whose sandbox a container engine makes: all that is seen of it here is its init, which comes to a socket in
 * the shared folder. Init and supervisor die with each other's end of that connection.
 */
export class ContainerSandbox {
  /** Its processes are the engine's. */
  readonly first = null;
  /** What programs inside complain about, the engine's client hears. */
  readonly complaints = '';

  private constructor(private readonly init: net.Socket) {}

  /** Resolves when the init has come. It is the first program in there, so nothing can come in its place. */
  static async awaited(path: string, signal: AbortSignal): Promise<ContainerSandbox> {
    const door = net.createServer({ pauseOnConnect: true });
    door.listen(path);
    const [init] = (await once(door, 'connection', { signal })) as [net.Socket];
    door.close();
    rmSync(path, { force: true });
    init.on('error', () => init.destroy());
    return new ContainerSandbox(init);
  }

  tell(order: InitOrder): void {
    this.init.write(`${JSON.stringify(order)}\n`);
  }

  onReport(listener: (report: InitReport) => void): void {
    linesOf(this.init).on('line', (line) => listener(JSON.parse(line) as InitReport));
  }

  async freeze(): Promise<void> {
    throw new Error('only the engine could hold it still');
  }

  async thaw(): Promise<void> {
    // it was not frozen
  }

  async gone(): Promise<void> {
    if (!this.init.closed) await once(this.init, 'close');
  }

  kill(): void {
    this.init.destroy();
  }
}
