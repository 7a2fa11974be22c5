import type { WebSocket } from 'ws';
import { CLOSE_CODES } from '#contracts';
import { closeWith } from './socket-output.js';
import { TokenBucket } from './token-bucket.js';

/** An honest peer sends a few pings and pongs a minute. */
const BURST = 200;
const PER_SECOND = 20;

/** Closes a socket, events or desktop, that floods with pings or pongs nobody asked for: 4429. */
export function limitControlFrames(socket: WebSocket, factor: number, nowMs?: () => number): void {
  const bucket = new TokenBucket(BURST * factor, PER_SECOND * factor, nowMs);
  const count = () => {
    if (!bucket.take()) closeWith(socket, CLOSE_CODES.TOO_MANY, 'too many control frames');
  };
  socket.on('ping', count).on('pong', count);
}
