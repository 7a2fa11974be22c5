import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { EgressDenied, type CheckedDial, type DenialReason } from './checked-dial.js';
import type { DenialCounts } from './denial-counts.js';
import { forwardedHeaders } from './forward-headers.js';
import { absoluteTarget, connectTarget, type ProxyTarget } from './proxy-target.js';
import { answerStartPage, START_HOST } from './start-page.js';

const MOST_CONNECTIONS = 512; // a page with many origins uses about 60
const MOST_HEADER_BYTES = 32 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
const TOO_MANY: readonly DenialReason[] = ['connections', 'rate'];
const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' };

/**
 * A desktop's only way out: an HTTP proxy on a Unix socket, outside the desktop's network namespace. Every CONNECT
 * and every request is checked anew, also the second one of a kept-alive connection. Knows nobody and keeps nothing.
 */
export function createEgressGate(dial: CheckedDial, denials: DenialCounts): http.Server {
  const gate = http.createServer({
    maxHeaderSize: MOST_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: 0, // an upload takes as long as it takes
  });
  gate.maxConnections = MOST_CONNECTIONS;

  const open = async (target: ProxyTarget) => {
    try {
      return await dial.open(target);
    } catch (error) {
      if (error instanceof EgressDenied) denials.add(target.hostname, target.port, error.reason);
      throw error;
    }
  };

  gate.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => client.destroy());
    const target = connectTarget(request.url ?? '');
    if (target === null) return refuse(client, 400);
    open(target).then(
      (remote) => joinTunnel(client, remote, head),
      (error: unknown) => refuse(client, statusOf(error)),
    );
  });

  gate.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const target = absoluteTarget(request.url ?? '');
    if (target === null) return void response.writeHead(400).end();
    if (target.hostname === START_HOST) return answerStartPage(target.url.pathname, response);
    open(target).then(
      (remote) => forward(request, response, target.url, remote),
      (error: unknown) =>
        void response.writeHead(statusOf(error), TEXT).end('Not reachable from this desktop.\n'),
    );
  });

  gate.on('clientError', (_error, client) => client.destroy());
  return gate;
}

function joinTunnel(client: Duplex, remote: Duplex, head: Buffer): void {
  if (client.destroyed) return void remote.destroy();
  client.write('HTTP/1.1 200 Connection established\r\n\r\n');
  remote.write(head);
  const endBoth = () => {
    client.destroy();
    remote.destroy();
  };
  pipeline(client, remote, (error) => error && endBoth());
  pipeline(remote, client, (error) => error && endBoth());
}

/** One request over one connection of its own; the `Host` sent is the one that was checked (RFC 9112 3.2.2). */
function forward(request: IncomingMessage, response: ServerResponse, url: URL, remote: Duplex): void {
  if (response.destroyed) return void remote.destroy();
  const onward = http.request({
    method: request.method ?? 'GET',
    path: url.pathname + url.search,
    headers: ['Host', url.host, 'Connection', 'close', ...forwardedHeaders(request.rawHeaders, 'host')],
    setHost: false,
    createConnection: () => remote,
  });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, forwardedHeaders(answer.rawHeaders));
    pipeline(answer, response, () => remote.destroy());
  });
  onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on('close', () => remote.destroy());
  pipeline(request, onward, () => {}); // either end failing shows in the handlers above
}

function refuse(client: Duplex, status: number): void {
  client.end(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
}

/** 429 for what another moment may allow (RFC 6585 4). */
function statusOf(error: unknown): number {
  if (!(error instanceof EgressDenied)) return 502;
  return TOO_MANY.includes(error.reason) ? 429 : 403;
}
