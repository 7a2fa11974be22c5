import type { IncomingMessage } from 'node:http';
import type { SessionId } from '#contracts';
import { decideHost, decideOrigin, type SitePolicy } from '../auth/index.js';
import { matchPath } from './endpoint-path.js';
import { readOffer } from './offered-protocols.js';
import type { SocketEndpoint } from './socket-endpoint.js';

/** Node drops headers above its own limit silently: more than this is refused while we still see them all. */
const MAX_HEADERS = 64;
/** 16 random bytes in base64 (RFC 6455 4.1). */
const KEY = /^[+/0-9A-Za-z]{22}==$/;

export interface Refusal {
  kind: 'refuse';
  status: number;
  why: string;
  headers?: Record<string, string>;
}

export interface Candidate<Endpoint extends SocketEndpoint> {
  kind: 'admit';
  endpoint: Endpoint;
  sessionId: SessionId | undefined;
  token: string | undefined;
}

/**
 * Everything about an upgrade that the request alone decides, in this order:
 *
 * 1. no more headers than we can see (431), GET (405)
 * 2. a path of ours, its session id a UUID (404)
 * 3. Host and Origin exactly as configured; absent is refused (403)
 * 4. version 13, a well-formed key, acceptable subprotocols, at most one token (400)
 *
 * Caps and the token come after: they need state.
 */
export function decideUpgrade<Endpoint extends SocketEndpoint>(
  request: IncomingMessage,
  endpoints: readonly Endpoint[],
  policy: SitePolicy,
): Refusal | Candidate<Endpoint> {
  if (request.rawHeaders.length / 2 > MAX_HEADERS) return refuse(431, 'too many headers');
  if (request.method !== 'GET') return refuse(405, 'an upgrade is a GET', { Allow: 'GET' });

  const url = parseTarget(request.url);
  const found = url && findEndpoint(url.pathname, endpoints);
  if (!found) return refuse(404, 'no socket is served at this path');

  const host = decideHost(request.headers.host, policy);
  if (!host.allowed) return refuse(403, host.reason);
  const origin = decideOrigin(request.headers.origin, policy);
  if (!origin.allowed) return refuse(403, origin.reason);

  if (request.headers['sec-websocket-version'] !== '13') {
    return refuse(400, 'version 13 of the protocol is needed', { 'Sec-WebSocket-Version': '13' });
  }
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') return refuse(400, 'only websocket is served');
  if (!KEY.test(request.headers['sec-websocket-key'] ?? '')) return refuse(400, 'the key is not well-formed');
  const offer = readOffer(
    request.headers['sec-websocket-protocol'],
    url.searchParams.getAll('token'),
    found.endpoint.subprotocol,
  );
  if (offer.kind === 'unacceptable') return refuse(400, offer.why);

  return { kind: 'admit', endpoint: found.endpoint, sessionId: found.sessionId, token: offer.token };
}

function findEndpoint<Endpoint extends SocketEndpoint>(pathname: string, endpoints: readonly Endpoint[]) {
  for (const endpoint of endpoints) {
    const match = matchPath(endpoint.path, pathname);
    if (match) return { endpoint, sessionId: match.sessionId };
  }
  return undefined;
}

/** Only the origin form: a path, never a whole URL or an authority. */
function parseTarget(target: string | undefined): URL | undefined {
  if (!target?.startsWith('/') || target.startsWith('//')) return undefined;
  return URL.parse(target, 'http://localhost') ?? undefined;
}

function refuse(status: number, why: string, headers?: Record<string, string>): Refusal {
  return { kind: 'refuse', status, why, ...(headers && { headers }) };
}
