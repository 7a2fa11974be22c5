/** The RFB 3.8 codec: bytes in, messages out. It knows no socket, no timer and nothing of the product. */
export type { ClientMessage, ClientMessageKind, Malformed, Screen } from './client/client-message.js';
export {
  ClientMessageParser,
  type ClientParserOptions,
  type Parsed,
} from './client/client-message-parser.js';
export * from './client/encode-client-message.js';
export { inflateClipboardText } from './clipboard/clipboard-text.js';
export * from './clipboard/encode-extended-clipboard.js';
export { readExtendedClipboard, type ExtendedClipboard } from './clipboard/extended-clipboard.js';
export { browserHandshake, type BrowserReady } from './handshake/browser-handshake.js';
export { desktopHandshake, type DesktopHandshakeOptions } from './handshake/desktop-handshake.js';
export { Handshake, type HandshakeProgress } from './handshake/handshake.js';
export { vncAuthenticationResponse } from './handshake/vnc-authentication.js';
export {
  BOUNDS,
  CLIENT_MESSAGE,
  CLIPBOARD_ACTION,
  CLIPBOARD_FORMAT,
  ENCODING,
  FENCE_REQUEST,
  PROTOCOL_VERSION,
  SECURITY,
  SERVER_MESSAGE,
} from './numbers.js';
export type { PixelFormat } from './pixel-format.js';
export { beginsServerMessage, type ServerMalformed, type ServerMessage } from './server/server-message.js';
export { ServerMessageParser, type ParsedServer } from './server/server-message-parser.js';
export { encodeServerInit, type ServerInit } from './server-init.js';
