import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ClientMessageParser,
  ENCODING,
  encodeSetDesktopSize,
  encodeSetEncodings,
  type ClientMessage,
} from '#rfb';
import { EXAMPLES } from '../../../../../libs/rfb/testing/client-message-examples.js';
import { hex } from '../../../../../libs/rfb/testing/hex.js';
import { soleRights } from '../testing/sole-control.js';
import { MOST_FORBIDDEN, ViewerPolicy, type ClipboardDirection } from './viewer-policy.js';

type Name = keyof typeof EXAMPLES;

function read(bytes: Uint8Array, maxClipboardBytes?: number): ClientMessage {
  const parser = new ClientMessageParser(maxClipboardBytes === undefined ? {} : { maxClipboardBytes });
  parser.push(bytes);
  const parsed = parser.next();
  if (parsed.status !== 'message') throw new Error(`not a message: ${JSON.stringify(parsed)}`);
  return parsed.message;
}

const example = (name: Name) => read(EXAMPLES[name].bytes);
const key = (down: boolean, keysym: number) =>
  ({ kind: 'keyEvent', bytes: Uint8Array.of(4), down, keysym }) satisfies ClientMessage;

const FENCE_THAT_WANTS_AN_ANSWER = hex('f8 000000 80000000 00');

let nowMs = 0;
const viewer = () => new ViewerPolicy({ access: 'view', clipboard: 'both' }, () => nowMs);
const controller = (clipboard: ClipboardDirection = 'both') =>
  new ViewerPolicy(soleRights('control', clipboard), () => nowMs);

beforeEach(() => {
  nowMs = 0;
});

describe('someone who may only look', () => {
  const NOT_FOR_VIEWERS: Name[] = [
    'keyEvent',
    'pointerEvent',
    'clientCutText',
    'extendedClipboard',
    'xvp',
    'setDesktopSize',
    'giiLittleEndian',
    'qemuKeyEvent',
    'qemuAudioEnable',
  ];

  it.each(NOT_FOR_VIEWERS)('cannot send %s', (name) => {
    expect(viewer().judge(example(name))).toEqual({ act: 'drop', reason: 'not allowed' });
  });

  it('cannot send a clipboard too long to be kept either', () => {
    const message = read(EXAMPLES.clientCutText.bytes, 2);
    expect(viewer().judge(message)).toEqual({ act: 'drop', reason: 'not allowed' });
  });

  it('is closed who keeps trying', () => {
    const policy = viewer();
    for (let tries = 0; tries < MOST_FORBIDDEN; tries += 1) {
      expect(policy.judge(example('pointerEvent')).act).toBe('drop');
    }
    expect(policy.judge(example('keyEvent'))).toMatchObject({ act: 'close', code: 4403 });
  });

  it('holds nothing down', () => {
    const policy = viewer();
    policy.judge(example('keyEvent'));
    policy.judge(example('pointerEvent'));
    expect(policy.release()).toEqual([]);
  });

  it.each<Name>(['setPixelFormat', 'framebufferUpdateRequest', 'clientFence'])('can send %s', (name) => {
    expect(viewer().judge(example(name))).toEqual({ act: 'pass', bytes: EXAMPLES[name].bytes });
  });

  it('gets what was agreed on, and nothing that was not or is no more', () => {
    const policy = viewer();
    const asked = [example('enableContinuousUpdates'), read(FENCE_THAT_WANTS_AN_ANSWER)];
    const judged = () => asked.map((message) => policy.judge(message).act);
    const know = (...encodings: number[]) => policy.judge(read(encodeSetEncodings(encodings)));
    expect(judged()).toEqual(['drop', 'drop']);
    know(ENCODING.RAW, ENCODING.CONTINUOUS_UPDATES);
    expect(judged()).toEqual(['drop', 'drop']);
    know(ENCODING.FENCE);
    expect(judged()).toEqual(['drop', 'pass']);
    know(ENCODING.FENCE, ENCODING.CONTINUOUS_UPDATES);
    expect(judged()).toEqual(['pass', 'pass']);
    know(ENCODING.RAW);
    expect(judged()).toEqual(['drop', 'drop']);
  });
});

describe('encodings', () => {
  const wanted = [
    ENCODING.TIGHT,
    ENCODING.GII,
    ENCODING.XVP,
    ENCODING.QEMU_EXTENDED_KEY_EVENT,
    ENCODING.QEMU_LED_STATE,
    ENCODING.EXTENDED_CLIPBOARD,
    ENCODING.EXTENDED_MOUSE_BUTTONS,
    0x7fffffff,
    ENCODING.RAW,
    ENCODING.TIGHT,
    ENCODING.JPEG_QUALITY_LOWEST,
    ENCODING.COMPRESSION_HIGHEST,
    ENCODING.COMPRESSION_HIGHEST + 1,
  ];
  const pictures: number[] = [
    ENCODING.TIGHT,
    ENCODING.RAW,
    ENCODING.JPEG_QUALITY_LOWEST,
    ENCODING.COMPRESSION_HIGHEST,
  ];

  it.each([
    ['view', viewer, pictures],
    ['control', controller, pictures.toSpliced(1, 0, ENCODING.EXTENDED_CLIPBOARD)],
  ])('are rewritten to what is allowed: %s', (_, policy, kept) => {
    expect(policy().judge(read(encodeSetEncodings(wanted)))).toEqual({
      act: 'pass',
      bytes: encodeSetEncodings(kept),
    });
  });
});

describe('someone who may steer', () => {
  it.each<Name>(['xvp', 'giiBigEndian', 'qemuKeyEvent', 'qemuAudioFormat'])(
    'cannot send %s, which the desktop was never asked for',
    (name) => {
      const policy = controller();
      for (let tries = 0; tries < 2 * MOST_FORBIDDEN; tries += 1) {
        expect(policy.judge(example(name))).toEqual({ act: 'drop', reason: 'not agreed' });
      }
    },
  );

  it.each<Name>(['keyEvent', 'pointerEvent', 'clientCutText', 'framebufferUpdateRequest'])(
    'can send %s',
    (name) => {
      expect(controller().judge(example(name))).toEqual({ act: 'pass', bytes: EXAMPLES[name].bytes });
    },
  );

  it.each([
    ['both', 'pass'],
    ['up', 'pass'],
    ['down', 'drop'],
    ['none', 'drop'],
  ] as const)('can paste as far as the clipboard goes: %s', (direction, act) => {
    expect(controller(direction).judge(example('clientCutText')).act).toBe(act);
  });

  it('cannot paste more than is kept', () => {
    const message = read(EXAMPLES.clientCutText.bytes, 2);
    expect(controller().judge(message)).toEqual({ act: 'drop', reason: 'clipboard too long' });
  });

  it('cannot paste without end, and can again a little later', () => {
    const policy = controller();
    for (let texts = 0; texts < 10; texts += 1)
      expect(policy.judge(example('clientCutText')).act).toBe('pass');
    expect(policy.judge(example('clientCutText'))).toEqual({ act: 'drop', reason: 'clipboard too often' });
    nowMs = 500;
    expect(policy.judge(example('clientCutText')).act).toBe('pass');
  });
});

describe('a size asked for', () => {
  const screen = { id: 42, x: 7, y: 7, width: 1, height: 1, flags: 5 };
  const ask = (width: number, height: number, screens: number, id = 42) => {
    const policy = controller();
    policy.judge(read(encodeSetEncodings([ENCODING.EXTENDED_DESKTOP_SIZE])));
    const wanted = Array.from({ length: screens }, () => ({ ...screen, id }));
    return policy.judge(read(encodeSetDesktopSize(width, height, wanted)));
  };

  it('is not passed on for who never said that it knows of sizes: Xvnc dies of it', () => {
    expect(controller().judge(example('setDesktopSize'))).toEqual({ act: 'drop', reason: 'not agreed' });
  });

  it('is none for a screen whose number Xvnc hangs up on', () => {
    expect(ask(1280, 720, 1, 0xffff_ffff)).toEqual({ act: 'drop', reason: 'no such size' });
  });

  it.each([
    [0, 0, 1],
    [0, 720, 1],
    [1280, 0, 1],
    [1280, 720, 0],
    [1280, 720, 17],
    [1280, 720, 255],
  ])('is none: %d x %d on %d screens', (width, height, screens) => {
    expect(ask(width, height, screens)).toEqual({ act: 'drop', reason: 'no such size' });
  });

  it.each([
    [16384, 16384, 1920, 1200],
    [65535, 65535, 1920, 1200],
    [1, 1, 200, 150],
    [1280, 720, 1280, 720],
    [1921, 720, 1920, 720],
  ])('%d x %d becomes one screen of %d x %d', (width, height, clampedWidth, clampedHeight) => {
    const size = { width: clampedWidth, height: clampedHeight };
    expect(ask(width, height, 2)).toEqual({
      act: 'pass',
      bytes: encodeSetDesktopSize(size.width, size.height, [{ id: 42, flags: 0, x: 0, y: 0, ...size }]),
    });
  });
});

describe('what is held down', () => {
  it('is let go: keys still down, and the buttons where the pointer was last', () => {
    const policy = controller();
    policy.judge(key(true, 0x61));
    policy.judge(key(true, 0x62));
    policy.judge(key(false, 0x61));
    policy.judge(example('pointerEvent'));
    expect(policy.release()).toEqual([
      Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0x62),
      Uint8Array.of(5, 0, 1, 2, 3, 4),
    ]);
  });

  it('is let go once', () => {
    const policy = controller();
    policy.judge(key(true, 0x61));
    policy.release();
    expect(policy.release()).toEqual([]);
  });

  it('is bounded: no sixty-fifth key, while those that are down may repeat', () => {
    const policy = controller();
    for (let keysym = 0; keysym < 64; keysym += 1) policy.judge(key(true, keysym));
    expect(policy.judge(key(true, 64))).toEqual({ act: 'drop', reason: 'too many keys down' });
    expect(policy.judge(key(true, 63)).act).toBe('pass');
    expect(policy.release()).toHaveLength(64);
  });
});
