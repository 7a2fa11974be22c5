import type { WebSocket } from 'ws';
import { controlFramesRefused } from './metrics.js';
import { closeFlood } from './socket-output.js';
import { TokenBucket } from './token-bucket.js';

/** An honest peer sends a few pings and pongs a minute. */
const BURST = 200;
const PER_SECOND = 20;

/** Closes a socket, events or desktop, that floods with pings or pongs nobody asked for: 4429. */
export function limitControlFrames(socket: WebSocket, factor: number, nowMs?: () => number): void {
  const bucket = new TokenBucket(BURST * factor, PER_SECOND * factor, nowMs);
  const count = (kind: 'ping' | 'pong') => {
    if (bucket.take()) return;
    controlFramesRefused.inc({ kind });
    closeFlood(socket, 'too many control frames');
  };
  socket.on('ping', () => count('ping')).on('pong', () => count('pong'));
}
