import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const EVERY_MS = 150;

/** A page of this host that calls home again and again, each time after an address that no desktop reaches refused it. */
export class CallingPage {
  static readonly ANSWER_BYTES = 1_000;
  /** How often it called. */
  calls = 0;

  private constructor(private readonly server: Server) {}

  static async serve(): Promise<CallingPage> {
    const page = new CallingPage(
      createServer(({ url }, response) => {
        if (url === '/call') page.calls += 1;
        response.setHeader('Content-Type', 'text/html').setHeader('Cache-Control', 'no-store');
        response.end(url === '/' ? PAGE : 'x'.repeat(CallingPage.ANSWER_BYTES));
      }),
    );
    await new Promise<void>((resolve) => page.server.listen(0, '127.0.0.1', resolve));
    return page;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const PAGE = `<!doctype html><title>calling</title>
<script>
  setInterval(async () => {
    await fetch('http://10.0.0.1/').catch(() => {});
    fetch('/call');
  }, ${EVERY_MS});
</script>`;
