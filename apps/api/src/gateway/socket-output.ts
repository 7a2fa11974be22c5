import type { WebSocket } from 'ws';
import { CLOSE_CODES, type CloseCode } from '#contracts';
import { socketsClosed } from './metrics.js';

/** What may wait in memory for a reader; more closes 4413, and the client resumes by sequence number. */
const MAX_BUFFERED_BYTES = 1_048_576;

/** Everything an events socket says goes through here, so that no reader, however slow, costs more than the cap. */
export function sendBounded(socket: WebSocket, text: string | Buffer, onSent?: () => void): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MAX_BUFFERED_BYTES) return closeWith(socket, CLOSE_CODES.TOO_SLOW, 'too slow');
  socket.send(text, { binary: false }, onSent);
}

/** Closes and counts; a peer that does not answer is cut off by the server's `closeTimeout`. */
export function closeWith(socket: WebSocket, code: CloseCode, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  socketsClosed.inc({ code });
  socket.close(code, reason);
}
