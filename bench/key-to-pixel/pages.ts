import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const NOVNC = path.resolve('node_modules/@novnc/novnc');

/** For the desktops: every key turns the whole page to the other colour. */
const KEYS = `<!doctype html><title>keys</title><body style="background:#204080;margin:0"><script>
  let count = 0;
  addEventListener('keydown', () => (document.body.style.background = ++count % 2 ? '#d02030' : '#20c040'));
</script>`;

/** For the peer's viewer: noVNC as its documentation begins. */
const PLAIN_VIEWER = `<!doctype html><title>noVNC</title><body style="margin:0">
<div id="screen" style="width:100vw;height:100vh"></div>
<script type="module">
  import RFB from '/core/rfb.js';
  new RFB(document.getElementById('screen'), 'ws://127.0.0.1:' + location.search.slice(1));
</script>`;

export interface Pages {
  readonly hostAndPort: string;
  stop(): void;
}

/** `/keys`, `/viewer?PORT` and noVNC's own files, on loopback. */
export async function servePages(): Promise<Pages> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = { '/keys': KEYS, '/viewer': PLAIN_VIEWER }[pathname];
    if (page !== undefined) return response.setHeader('Content-Type', 'text/html').end(page);
    readFile(path.join(NOVNC, pathname)).then(
      (script) => response.setHeader('Content-Type', 'text/javascript').end(script),
      () => response.writeHead(404).end(),
    );
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    hostAndPort: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
