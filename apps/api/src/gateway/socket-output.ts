import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { CLOSE_CODES, type CloseCode } from '#contracts';
import { socketsClosed } from './metrics.js';

/** What may wait in memory for a reader; more closes 4413, and the client resumes by sequence number. */
const MAX_BUFFERED_BYTES = 1_048_576;

const transports = new WeakMap<WebSocket, Duplex>();

/** Names the connection below a socket: what the socket says is written to it. */
export function carriedBy(socket: WebSocket, transport: Duplex): void {
  transports.set(socket, transport);
}

/** @throws Error for a socket that came through no upgrade of ours */
export function carrierOf(socket: WebSocket): Duplex {
  const transport = transports.get(socket);
  if (!transport) throw new Error('a socket speaks before it is known what carries it');
  return transport;
}

/**
 * Everything an events socket says goes through here, so that no reader, however slow, costs more than the cap. `frame` is a
 * whole frame (`textFrame`): an event goes to hundreds of sockets, and is framed once and written to each as it is.
 */
export function sendBounded(socket: WebSocket, frame: Buffer, onSent?: () => void): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MAX_BUFFERED_BYTES) return closeWith(socket, CLOSE_CODES.TOO_SLOW, 'too slow');
  const transport = carrierOf(socket);
  gatherUntilEndOfTurn(transport);
  transport.write(frame, onSent);
}

/** Closes and counts; a peer that does not answer is cut off by the server's `closeTimeout`. */
export function closeWith(socket: WebSocket, code: CloseCode, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  socketsClosed.inc({ code });
  socket.close(code, reason);
  transports.get(socket)?.uncork(); // now, not at the end of the turn: whoever asks sees whether all of it is out
}

/** Who floods is told so and not read any more: what is still on its way costs nothing, until `closeTimeout` cuts it off. */
export function closeFlood(socket: WebSocket, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  closeWith(socket, CLOSE_CODES.TOO_MANY, reason);
  socket.pause();
}

/** A replay is hundreds of frames: a system call for each cost a third of a node that a thousand clients came back to. */
function gatherUntilEndOfTurn(transport: Duplex): void {
  if (transport.writableCorked > 0) return;
  transport.cork();
  process.nextTick(() => transport.uncork());
}
