import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page for the desktop's Chromium that saves one file, by itself, as soon as it is opened. */
export class DownloadPage {
  private constructor(private readonly server: Server) {}

  static async serve(name: string, content: string): Promise<DownloadPage> {
    const server = createServer((request, response) => {
      if (request.url === '/file') {
        response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
        response.setHeader('Content-Type', 'application/octet-stream');
        response.end(content);
      } else {
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(PAGE);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new DownloadPage(server);
  }

  /** Environment that makes this the first page of every desktop, and lets the gate through to it alone. */
  get asStartPage(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      DESKTOP_START_URL: `http://127.0.0.1:${port}/`,
      EGRESS_ALLOW: `127.0.0.1:${port}`,
      EGRESS_PORTS: `80,443,${port}`,
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>download</title>
<body style="margin:0;background:#204080"><a href="/file">file</a>
<script>document.querySelector('a').click();</script>`;
