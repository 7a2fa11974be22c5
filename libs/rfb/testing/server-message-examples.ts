import type { ServerMessage } from '../server/server-message.js';
import { hex } from './hex.js';

export interface ServerExample {
  readonly bytes: Uint8Array;
  /** The message without its `bytes`. */
  readonly message: { readonly kind: ServerMessage['kind'] } & Readonly<Record<string, unknown>>;
}

const update = (pixels: number, more: Record<string, unknown> = {}) =>
  ({ kind: 'framebufferUpdate', pixels, ...more }) as const;

/** A message of each kind and each shape of a rectangle as it lies on the wire, and what it says. */
export const SERVER_EXAMPLES = {
  bell: { bytes: hex('02  # Bell'), message: { kind: 'bell' } },
  cutText: {
    bytes: hex(`
      03 000000            # ServerCutText, padding
      00000005 68656c6c6f  # five bytes: hello
    `),
    message: { kind: 'serverCutText', length: 5 },
  },
  extendedClipboard: {
    bytes: hex(`
      03 000000          # ServerCutText, padding
      fffffffc           # -4: the extended clipboard
      01000001           # flags
    `),
    message: { kind: 'serverCutText', length: 4 },
  },
  empty: { bytes: hex('00 00 0000  # FramebufferUpdate of nothing'), message: update(0) },
  raw: {
    bytes: hex(`
      00 00 0001           # FramebufferUpdate, padding, one rectangle
      0001 0002 0002 0001  # at 1,2: 2 by 1
      00000000             # Raw
      10203000 40506000    # two pixels of 32 bits
    `),
    message: update(2),
  },
  copyAndSize: {
    bytes: hex(`
      00 00 0002           # FramebufferUpdate, padding, two rectangles
      0000 0000 0003 0002  # at 0,0: 3 by 2
      00000001             # CopyRect
      0004 0005            # from 4,5
      0000 0000 0500 02d0  # 1280 by 720
      ffffff21             # DesktopSize
    `),
    message: update(6, { size: { width: 1280, height: 720 } }),
  },
  tightFill: {
    bytes: hex(`
      00 00 0001           # FramebufferUpdate, padding, one rectangle
      0000 0000 0010 0010  # at 0,0: 16 by 16
      00000007             # Tight
      8f                   # fill; all four streams begin anew
      102030               # the colour
    `),
    message: update(256),
  },
  tightJpeg: {
    bytes: hex(`
      00 00 0001           # FramebufferUpdate, padding, one rectangle
      0000 0000 0010 0010  # at 0,0: 16 by 16
      00000007             # Tight
      90                   # JPEG
      03 ffd8ff            # three bytes of it
    `),
    message: update(256),
  },
  tightCopy: {
    bytes: hex(`
      00 00 0001           # FramebufferUpdate, padding, one rectangle
      0000 0000 0002 0002  # at 0,0: 2 by 2
      00000007             # Tight
      00                   # basic, stream 0, no filter named: copy
      8401                 # 132 bytes, low seven bits first: 4 + 1 * 128
      ${'ab'.repeat(132)}  # packed pixels
    `),
    message: update(4),
  },
  tightSmallCopy: {
    bytes: hex(`
      00 00 0001           # FramebufferUpdate, padding, one rectangle
      0000 0000 0003 0001  # at 0,0: 3 by 1
      00000007             # Tight
      00                   # basic, copy
      102030405060708090   # nine bytes are too few to pack
    `),
    message: update(3),
  },
  tightMono: {
    bytes: hex(`
      00 00 0001           # FramebufferUpdate, padding, one rectangle
      0000 0000 0009 0002  # at 0,0: 9 by 2
      00000007             # Tight
      50                   # basic, stream 1, a filter is named
      01                   # palette
      01 102030 405060     # of two colours: a bit a pixel, whole bytes a row
      ff80 0080            # four bytes are too few to pack
    `),
    message: update(18),
  },
  tightPalette: {
    bytes: hex(`
      00 00 0001                  # FramebufferUpdate, padding, one rectangle
      0000 0000 0004 0004         # at 0,0: 4 by 4
      00000007                    # Tight
      60                          # basic, stream 2, a filter is named
      01                          # palette
      02 102030 405060 708090     # of three colours: a byte a pixel
      04 78010203                 # four bytes packed
    `),
    message: update(16),
  },
  tightGradient: {
    bytes: hex(`
      00 00 0001           # FramebufferUpdate, padding, one rectangle
      0000 0000 0004 0004  # at 0,0: 4 by 4
      00000007             # Tight
      70                   # basic, stream 3, a filter is named
      02                   # gradient
      848000 78010203      # four bytes, in three digits: 4 + 0 * 128 + 0 * 16384
    `),
    message: update(16),
  },
} as const satisfies Record<string, ServerExample>;
