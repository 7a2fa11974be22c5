import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A page for the desktop's Chromium: what is typed anywhere turns the whole page to another colour and is reported here;
 * F2 copies `COPIED` instead.
 * The egress gate lets it through only because the test says so.
 */
export class TestPage {
  static readonly COPIED = 'a text that somebody copied';
  readonly typed: string[] = [];
  /** How often something was copied. */
  copied = 0;

  private constructor(private readonly server: Server) {}

  static async serve(): Promise<TestPage> {
    const page = new TestPage(
      createServer((request, response) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (url.pathname === '/copied') page.copied += 1;
        if (url.pathname === '/typed') page.typed.push(url.searchParams.get('key') ?? '');
        response.setHeader('Content-Type', 'text/html');
        response.end(url.pathname === '/' ? PAGE.replace('COPIED', JSON.stringify(TestPage.COPIED)) : '');
      }),
    );
    await new Promise<void>((resolve) => page.server.listen(0, '127.0.0.1', resolve));
    return page;
  }

  get hostAndPort(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.hostAndPort}/`;
  }

  /** Environment that makes this the first page of every desktop, and lets the gate through to it alone. */
  get asStartPage(): Record<string, string> {
    const { port } = new URL(this.url);
    return { DESKTOP_START_URL: this.url, EGRESS_ALLOW: this.hostAndPort, EGRESS_PORTS: `80,443,${port}` };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const PAGE = `<!doctype html><title>test</title>
<body style="background:#204080;margin:0">
<script>
  let count = 0;
  addEventListener('keydown', (event) => {
    if (event.key === 'F2') {
      const field = document.body.appendChild(document.createElement('textarea'));
      field.value = COPIED;
      field.select();
      document.execCommand('copy');
      field.remove();
      return fetch('/copied');
    }
    count += 1;
    document.body.style.background = count % 2 ? '#d02030' : '#20c040';
    fetch('/typed?key=' + encodeURIComponent(event.key));
  });
</script>`;
