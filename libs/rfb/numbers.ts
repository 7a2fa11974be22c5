/** The numbers of the wire. Source: RFC 6143 and the community's rfbproto.rst for what the RFC does not name. */

export const PROTOCOL_VERSION = 'RFB 003.008\n';
export const PROTOCOL_VERSION_BYTES = 12;

export const SECURITY = { NONE: 1, VNC_AUTHENTICATION: 2 } as const;

/** First byte of every message from a client. */
export const CLIENT_MESSAGE = {
  SET_PIXEL_FORMAT: 0,
  SET_ENCODINGS: 2,
  FRAMEBUFFER_UPDATE_REQUEST: 3,
  KEY_EVENT: 4,
  POINTER_EVENT: 5,
  CLIENT_CUT_TEXT: 6,
  ENABLE_CONTINUOUS_UPDATES: 150,
  CLIENT_FENCE: 248,
  XVP: 250,
  SET_DESKTOP_SIZE: 251,
  GII: 253,
  QEMU: 255,
} as const;

/** First byte of every message from a desktop: RFC 6143 7.6, and of the extensions that a client may agree on. */
export const SERVER_MESSAGE = {
  FRAMEBUFFER_UPDATE: 0,
  SET_COLOUR_MAP_ENTRIES: 1,
  BELL: 2,
  SERVER_CUT_TEXT: 3,
  END_OF_CONTINUOUS_UPDATES: 150,
  SERVER_FENCE: 248,
} as const;

/** Second byte of a message that begins with `CLIENT_MESSAGE.QEMU`. */
export const QEMU_MESSAGE = { EXTENDED_KEY_EVENT: 0, AUDIO: 1 } as const;

/** Signed 32-bit numbers, as SetEncodings carries them. */
export const ENCODING = {
  RAW: 0,
  COPY_RECT: 1,
  RRE: 2,
  HEXTILE: 5,
  ZLIB: 6,
  TIGHT: 7,
  ZRLE: 16,
  JPEG: 21,
  JPEG_QUALITY_HIGHEST: -23,
  JPEG_QUALITY_LOWEST: -32,
  DESKTOP_SIZE: -223,
  LAST_RECT: -224,
  CURSOR: -239,
  COMPRESSION_HIGHEST: -247,
  COMPRESSION_LOWEST: -256,
  QEMU_EXTENDED_KEY_EVENT: -258,
  TIGHT_PNG: -260,
  QEMU_LED_STATE: -261,
  GII: -305,
  DESKTOP_NAME: -307,
  EXTENDED_DESKTOP_SIZE: -308,
  XVP: -309,
  FENCE: -312,
  CONTINUOUS_UPDATES: -313,
  EXTENDED_MOUSE_BUTTONS: -316,
  VMWARE_CURSOR: 0x574d5664,
  EXTENDED_CLIPBOARD: 0xc0a1e5ce | 0,
} as const;

/** The flag of a fence that wants an answer (rfbproto, "ClientFence"). */
export const FENCE_REQUEST = 1 << 31;

/** The extended clipboard's flags (rfbproto, "Extended Clipboard Pseudo-Encoding"): formats below, actions on top. */
export const CLIPBOARD_FORMAT = { TEXT: 1, ANY: 0xffff } as const;
export const CLIPBOARD_ACTION = {
  CAPS: 1 << 24,
  REQUEST: 1 << 25,
  PEEK: 1 << 26,
  NOTIFY: 1 << 27,
  PROVIDE: 1 << 28,
  ANY: 0xff000000,
} as const;

/** What this codec takes of each thing that the protocol itself leaves unbounded. All in bytes but the first. */
export const BOUNDS = {
  /** noVNC sends 25, TigerVNC 30; RFC 6143 allows 65535. */
  ENCODINGS: 256,
  /** rfbproto: "the length must not exceed 64 bytes". */
  FENCE_PAYLOAD: 64,
  /** Longer texts are skipped and reported by their length alone. */
  CUT_TEXT_KEPT: 256 * 1024,
  /** A client that announces more than this is not copying text. */
  CUT_TEXT: 16 * 1024 * 1024,
  /** 1920 by 1200 pixels of four bytes are 9 MiB. */
  UPDATE: 16 * 1024 * 1024,
  DESKTOP_NAME: 1024,
  REASON: 1024,
} as const;
