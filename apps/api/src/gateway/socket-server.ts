import { WebSocketServer } from 'ws';
import type { SocketEndpoint } from './socket-endpoint.js';

/**
 * The public Autobahn suite sends ten pings in one segment and expects ten pongs (cases 2.10 and 2.11). Pongs that wait for
 * a peer who does not read are 127 bytes each at most: 2 KiB a socket, and then it is cut.
 */
const MAX_PENDING_PONGS = 16;

/** Bounds of ws that have no better value for any of our sockets. */
const SERVER_OPTIONS = {
  noServer: true,
  perMessageDeflate: false,
  clientTracking: false,
  maxFragments: 64,
  maxBufferedChunks: 1_024,
  maxPendingAutoPongs: MAX_PENDING_PONGS,
  closeTimeout: 2_000,
} as const;

/** The ws server of one endpoint: the only place where one is made, so that what is tested of it holds for every socket. */
export function socketServer({
  subprotocol,
  maxPayload,
}: Pick<SocketEndpoint, 'subprotocol' | 'maxPayload'>): WebSocketServer {
  return new WebSocketServer({
    ...SERVER_OPTIONS,
    maxPayload,
    // ws would echo the first offer, and the first offer may be a token
    handleProtocols: (offered: Set<string>) => (offered.has(subprotocol) ? subprotocol : false),
  } as ConstructorParameters<typeof WebSocketServer>[0]);
}
