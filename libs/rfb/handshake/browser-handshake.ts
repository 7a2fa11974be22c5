import { PROTOCOL_VERSION, PROTOCOL_VERSION_BYTES, SECURITY } from '../numbers.js';
import { fromAscii, toAscii } from './ascii.js';
import { Handshake, HandshakeRefused, need, send, type HandshakeScript } from './handshake.js';

const SECURITY_RESULT_OK = Uint8Array.of(0, 0, 0, 0);

/** ClientInit was read; the caller now owes the browser a ServerInit. */
export interface BrowserReady {
  /** What the client asked for; not followed, since we always share the desktop. */
  readonly shared: boolean;
}

/**
 * The server's side of the handshake, towards a browser (RFC 6143 7.1 to 7.3.1). It offers security type None alone:
 * the connection token has already decided, and no password or challenge ever reaches a browser.
 */
export function browserHandshake(): Handshake<BrowserReady> {
  return new Handshake(script());
}

function* script(): HandshakeScript<BrowserReady> {
  yield* send(toAscii(PROTOCOL_VERSION));
  const version = fromAscii(yield* need(PROTOCOL_VERSION_BYTES - 1));
  const lineEnd = yield* need(1);
  if (version !== PROTOCOL_VERSION.trimEnd() || lineEnd[0] !== 0x0a) {
    throw new HandshakeRefused('the client speaks another version');
  }
  yield* send(Uint8Array.of(1, SECURITY.NONE));
  const [security] = yield* need(1);
  if (security !== SECURITY.NONE) throw new HandshakeRefused('the client chose a security type not offered');
  yield* send(SECURITY_RESULT_OK);
  const [shared] = yield* need(1);
  return { shared: shared !== 0 };
}
