import type { WebSocket } from 'ws';

/** VNC's handshake of a client (RFC 6143 7.1 to 7.3): version, no security, shared. */
const VERSION = Buffer.from('RFB 003.008\n');
const NO_SECURITY = Buffer.of(1);
const SHARED = Buffer.of(1);
/** SetEncodings: Raw and the extended clipboard. */
const ENCODINGS = Buffer.from('02000002' + '00000000' + 'c0a1e5ce', 'hex');
const SERVER_CUT_TEXT = 3;
const ACTIONS: Record<number, string> = { 0x02: 'request', 0x04: 'peek', 0x08: 'notify', 0x10: 'provide' };

/**
 * Watches a desktop without ever asking for a picture: all that comes behind the handshake is about the clipboard. One who
 * `saysNothing` does not even tell what it knows.
 * @returns what came so far, in words; `text` for plain text, `other` for anything but the clipboard
 */
export async function watchInSilence(
  socket: WebSocket,
  { saysNothing = false } = {},
): Promise<() => string[]> {
  let received = Buffer.alloc(0);
  let wake = () => {};
  socket.on('message', (data: Buffer) => {
    received = Buffer.concat([received, data]);
    wake();
  });
  const take = async (length: number): Promise<Buffer> => {
    while (received.length < length) await new Promise<void>((resolve) => (wake = resolve));
    const taken = received.subarray(0, length);
    received = received.subarray(length);
    return taken;
  };
  await take(12);
  socket.send(VERSION);
  await take(2);
  socket.send(NO_SECURITY);
  await take(4);
  socket.send(SHARED);
  await take((await take(24)).readUInt32BE(20));
  if (!saysNothing) socket.send(ENCODINGS);
  return () => kindsOf(received);
}

function kindsOf(stream: Buffer): string[] {
  const kinds: string[] = [];
  for (let at = 0; at + 8 <= stream.length;) {
    if (stream[at] !== SERVER_CUT_TEXT) return [...kinds, 'other'];
    const length = stream.readInt32BE(at + 4);
    const action = length < 0 ? (stream[at + 8] ?? 0) : 0;
    kinds.push(length >= 0 ? 'text' : action & 1 ? 'caps' : (ACTIONS[action] ?? 'other'));
    at += 8 + Math.abs(length);
  }
  return kinds;
}
