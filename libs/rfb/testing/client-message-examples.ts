import type { ClientParserOptions } from '../client/client-message-parser.js';
import { hex } from './hex.js';

export interface Example {
  readonly bytes: Uint8Array;
  readonly options?: ClientParserOptions;
  /** The message without its `bytes`. */
  readonly message: { readonly kind: string } & Readonly<Record<string, unknown>>;
}

/** One message of each kind as it lies on the wire, and what it says. */
export const EXAMPLES = {
  setPixelFormat: {
    bytes: hex(`
      00 000000       # SetPixelFormat, padding
      20 18           # 32 bits a pixel, depth 24
      00 01           # little endian, true colour
      00ff 00ff 00ff  # max of red, green, blue
      10 08 00        # shift of red, green, blue
      000000          # padding
    `),
    message: {
      kind: 'setPixelFormat',
      format: {
        bitsPerPixel: 32,
        depth: 24,
        bigEndian: false,
        trueColour: true,
        max: [255, 255, 255],
        shift: [16, 8, 0],
      },
    },
  },
  setEncodings: {
    bytes: hex(`
      02 00     # SetEncodings, padding
      0003      # three of them
      00000007  # Tight
      ffffff21  # DesktopSize, -223
      c0a1e5ce  # extended clipboard
    `),
    message: { kind: 'setEncodings', encodings: [7, -223, -1063131698] },
  },
  framebufferUpdateRequest: {
    bytes: hex(`
      03 01      # FramebufferUpdateRequest, incremental
      0000 0000  # x, y
      0500 02d0  # 1280 x 720
    `),
    message: { kind: 'framebufferUpdateRequest' },
  },
  keyEvent: {
    bytes: hex(`
      04 01 0000  # KeyEvent, down, padding
      0000ff0d    # Return
    `),
    message: { kind: 'keyEvent', down: true, keysym: 0xff0d },
  },
  pointerEvent: {
    bytes: hex(`
      05 81      # PointerEvent, buttons 1 and 8
      0102 0304  # x, y
    `),
    message: { kind: 'pointerEvent', buttons: 0x81, x: 0x102, y: 0x304 },
  },
  extendedPointerEvent: {
    bytes: hex(`
      05 81      # PointerEvent, marker and button 1
      0102 0304  # x, y
      03         # buttons 8 and 9
    `),
    options: { extendedMouseButtons: true },
    message: { kind: 'pointerEvent', buttons: 0x181, x: 0x102, y: 0x304 },
  },
  clientCutText: {
    bytes: hex(`
      06 000000  # ClientCutText, padding
      00000003   # three bytes
      616263     # abc
    `),
    message: { kind: 'clientCutText', text: hex('616263') },
  },
  emptyCutText: {
    bytes: hex(`
      06 000000  # ClientCutText, padding
      00000000   # nothing
    `),
    message: { kind: 'clientCutText', text: hex('') },
  },
  extendedClipboard: {
    bytes: hex(`
      06 000000  # ClientCutText, padding
      fffffffa   # -6: extended, six bytes
      10000001   # provide, text
      789c       # zlib
    `),
    message: { kind: 'extendedClipboard', flags: 0x10000001, payload: hex('789c') },
  },
  enableContinuousUpdates: {
    bytes: hex(`
      96 01      # EnableContinuousUpdates, on
      0000 0000  # x, y
      0500 02d0  # 1280 x 720
    `),
    message: { kind: 'enableContinuousUpdates', enable: true },
  },
  clientFence: {
    bytes: hex(`
      f8 000000  # ClientFence, padding
      00000003   # block before, block after
      02 beef    # two bytes of payload
    `),
    message: { kind: 'clientFence', flags: 3, payload: hex('beef') },
  },
  xvp: {
    bytes: hex('fa 00 01 02  # xvp, padding, version 1, shut down'),
    message: { kind: 'xvp', operation: 2 },
  },
  setDesktopSize: {
    bytes: hex(`
      fb 00          # SetDesktopSize, padding
      0780 04b0      # 1920 x 1200
      01 00          # one screen, padding
      0000002a       # its id
      0000 0000      # x, y
      0780 04b0      # width, height
      00000005       # flags
    `),
    message: {
      kind: 'setDesktopSize',
      width: 1920,
      height: 1200,
      screens: [{ id: 42, x: 0, y: 0, width: 1920, height: 1200, flags: 5 }],
    },
  },
  giiLittleEndian: {
    bytes: hex(`
      fd 01    # gii, version, little endian
      0200     # two bytes follow
      0100     # version 1
    `),
    message: { kind: 'gii' },
  },
  giiBigEndian: {
    bytes: hex(`
      fd 81    # gii, version, big endian
      0002     # two bytes follow
      0001     # version 1
    `),
    message: { kind: 'gii' },
  },
  qemuKeyEvent: {
    bytes: hex(`
      ff 00     # QEMU, extended key event
      0001      # down
      00000061  # keysym a
      0000001e  # scan code
    `),
    message: { kind: 'qemuKeyEvent', down: true, keysym: 0x61, keycode: 0x1e },
  },
  qemuAudioEnable: {
    bytes: hex('ff 01 0000  # QEMU, audio, enable'),
    message: { kind: 'qemuAudio' },
  },
  qemuAudioFormat: {
    bytes: hex(`
      ff 01 0002  # QEMU, audio, set format
      03 02       # signed 16 bit, two channels
      0000ac44    # 44100 a second
    `),
    message: { kind: 'qemuAudio' },
  },
} satisfies Record<string, Example>;
