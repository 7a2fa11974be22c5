import { BOUNDS, PROTOCOL_VERSION, PROTOCOL_VERSION_BYTES, SECURITY } from '../numbers.js';
import {
  decodeServerInit,
  SERVER_INIT_HEAD_BYTES,
  serverNameLength,
  type ServerInit,
} from '../server-init.js';
import { fromAscii, toAscii, uint32 } from './ascii.js';
import { Handshake, HandshakeRefused, need, send, type Ask, type HandshakeScript } from './handshake.js';
import { CHALLENGE_BYTES, vncAuthenticationResponse } from './vnc-authentication.js';

const SHARED = Uint8Array.of(1);

export interface DesktopHandshakeOptions {
  /** Answers VNC authentication, for servers that do not offer None. Never logged, never in a result. */
  readonly password?: string;
}

/**
 * The client's side of the handshake, towards a desktop (RFC 6143 7.1 to 7.3.2). None is preferred to VNC
 * authentication. The desktop is always shared: another viewer must never be thrown out. The result is the desktop's
 * ServerInit; every length the desktop announces is bounded.
 */
export function desktopHandshake(options: DesktopHandshakeOptions = {}): Handshake<ServerInit> {
  return new Handshake(script(options));
}

function* script({ password }: DesktopHandshakeOptions): HandshakeScript<ServerInit> {
  assertVersion(fromAscii(yield* need(PROTOCOL_VERSION_BYTES)));
  yield* send(toAscii(PROTOCOL_VERSION));
  const security = yield* chooseSecurity(password !== undefined);
  yield* send(Uint8Array.of(security));
  if (security === SECURITY.VNC_AUTHENTICATION && password !== undefined) {
    yield* send(vncAuthenticationResponse(password, yield* need(CHALLENGE_BYTES)));
  }
  if (uint32(yield* need(4)) !== 0) throw new HandshakeRefused(`the desktop refused: ${yield* reason()}`);
  yield* send(SHARED);
  return yield* serverInit();
}

/** 3.8 and what calls itself later; Apple's servers say 003.889. Older ones negotiate differently and are not spoken to. */
function assertVersion(banner: string): void {
  const [, major, minor] = /^RFB (\d{3})\.(\d{3})\?$/.exec(banner) ?? [];
  if (major === undefined || minor === undefined)
    throw new HandshakeRefused('the desktop does not speak RFB');
  if (Number(major) * 1000 + Number(minor) < 3008)
    throw new HandshakeRefused('the desktop is older than RFB 3.8');
}

function* chooseSecurity(havePassword: boolean): Generator<Ask, number, Uint8Array> {
  const [count = 0] = yield* need(1);
  if (count === 0) throw new HandshakeRefused(`the desktop refused: ${yield* reason()}`);
  const offered = yield* need(count);
  if (offered.includes(SECURITY.NONE)) return SECURITY.NONE;
  if (!offered.includes(SECURITY.VNC_AUTHENTICATION)) {
    throw new HandshakeRefused('the desktop offers no security type of ours');
  }
  if (!havePassword) throw new HandshakeRefused('the desktop wants a password');
  return SECURITY.VNC_AUTHENTICATION;
}

function* reason(): Generator<Ask, string, Uint8Array> {
  const length = uint32(yield* need(4));
  if (length > BOUNDS.REASON) throw new HandshakeRefused('the desktop refused at too great a length');
  return fromAscii(yield* need(length));
}

function* serverInit(): Generator<Ask, ServerInit, Uint8Array> {
  const head = yield* need(SERVER_INIT_HEAD_BYTES);
  const nameLength = serverNameLength(head);
  if (nameLength === null) throw new HandshakeRefused('the name of the desktop is too long');
  const init = decodeServerInit(head, yield* need(nameLength));
  if (!init) throw new HandshakeRefused('the desktop has no usable picture');
  return init;
}
