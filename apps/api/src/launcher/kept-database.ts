import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedServer, type EmbeddedServerOptions } from '../database/embedded/embedded-server.js';

const RESTART_AFTER_MS = 100;

/** The embedded database, started again should it die: its socket, and so its URL, stays the same. */
export class KeptDatabase {
  private constructor(
    private readonly options: EmbeddedServerOptions,
    private server: EmbeddedServer,
    private readonly onExit: (how: string) => void,
  ) {
    this.watch();
  }

  static async start(options: EmbeddedServerOptions, onExit: (how: string) => void): Promise<KeptDatabase> {
    return new KeptDatabase(options, await EmbeddedServer.start(options), onExit);
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private watch(): void {
    this.server.onUnexpectedExit = (how) => {
      this.onExit(how);
      void this.restart();
    };
  }

  private async restart(): Promise<void> {
    for (;;) {
      await sleep(RESTART_AFTER_MS);
      try {
        this.server = await EmbeddedServer.start(this.options);
        return this.watch();
      } catch (error) {
        this.onExit(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
