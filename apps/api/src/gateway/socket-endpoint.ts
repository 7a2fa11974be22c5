import type { ConnectionGrant, ConnectionPurpose } from '../auth/index.js';

/** What a socket gateway says of itself in `@WebSocketGateway(…)`; read by the adapter. */
export interface SocketEndpoint {
  /** `:sessionId` stands for a session's id: anything that is no UUID there is 404. */
  path: string;
  purpose: ConnectionPurpose;
  /** The application's subprotocol, the only one the 101 ever names. */
  subprotocol: string;
  /** Bytes of the largest message a client may send; more closes 1009. */
  maxPayload: number;
}

/**
 * Who was let in, and to what; handed to `handleConnection` of a socket gateway, after its token was redeemed. Without
 * a session it is an events socket of the login, which may follow any session of the account. A guest, who has a share
 * link and no login, is only ever let in to look at one desktop and to hear it. `network` is what caps count as one address.
 */
export type Admission = ConnectionGrant & { connectionId: string; network: string };
