import type { Handshake, HandshakeProgress } from '../handshake/handshake.js';
import { joined } from './hex.js';

/** Plays the peer: feeds the chunks, gives all that was sent and how it ended. Stops where the handshake does. */
export function runHandshake<Result>(
  handshake: Handshake<Result>,
  chunks: readonly Uint8Array[],
): { sent: Uint8Array; end: HandshakeProgress<Result> } {
  let end = handshake.receive();
  const sent = [...end.send];
  for (const chunk of chunks) {
    if (end.status !== 'incomplete') break;
    end = handshake.receive(chunk);
    sent.push(...end.send);
  }
  return { sent: joined(...sent), end };
}
