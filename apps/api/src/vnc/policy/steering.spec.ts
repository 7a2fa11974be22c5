import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ClientMessageParser,
  ENCODING,
  encodeKeyEvent,
  encodePointerEvent,
  encodeSetEncodings,
  type ClientMessage,
} from '#rfb';
import { EXAMPLES } from '../../../../../libs/rfb/testing/client-message-examples.js';
import type { Stance } from './steering.js';
import { MOST_FORBIDDEN, ViewerPolicy } from './viewer-policy.js';

let stance: Stance;
let claims: number;
let policy: ViewerPolicy;

beforeEach(() => {
  stance = 'own';
  claims = 0;
  const steering = { stance: () => stance, claim: () => (claims += 1) };
  policy = new ViewerPolicy({ access: 'control', clipboard: 'both', steering }, () => 0);
  judge(encodeSetEncodings([ENCODING.EXTENDED_DESKTOP_SIZE]));
});

function read(bytes: Uint8Array): ClientMessage {
  const parser = new ClientMessageParser();
  parser.push(bytes);
  const parsed = parser.next();
  if (parsed.status !== 'message') throw new Error('not a message');
  return parsed.message;
}
const judge = (bytes: Uint8Array) => policy.judge(read(bytes));
const keyDown = encodeKeyEvent(true, 0x61);
const keyUp = encodeKeyEvent(false, 0x61);
const move = encodePointerEvent(0, 7, 7);
const press = encodePointerEvent(1, 7, 7);
const wheel = encodePointerEvent(8, 7, 7);

const ACTING = ['keyEvent', 'pointerEvent', 'clientCutText', 'setDesktopSize'] as const;
const LOOKING = ['setPixelFormat', 'setEncodings', 'framebufferUpdateRequest', 'clientFence'] as const;

describe('while somebody else is in control', () => {
  beforeEach(() => {
    stance = 'other';
  });

  it.each(ACTING)('no %s reaches the desktop, however often it is tried', (name) => {
    for (let tries = 0; tries < 2 * MOST_FORBIDDEN; tries += 1)
      expect(judge(EXAMPLES[name].bytes)).toEqual({ act: 'drop', reason: 'not in control' });
  });

  it('nothing is claimed, and nothing is held down that would have to be let go', () => {
    for (const bytes of [keyDown, press, wheel]) judge(bytes);
    expect(claims).toBe(0);
    expect(policy.release()).toEqual([]);
  });

  it.each(LOOKING)('%s passes: looking needs no control', (name) => {
    expect(judge(EXAMPLES[name].bytes).act).toBe('pass');
  });
});

describe('while nobody is in control', () => {
  beforeEach(() => {
    stance = 'free';
  });

  it.each([
    ['a key that goes down', keyDown],
    ['a button', press],
    ['the wheel', wheel],
  ])('%s passes at once, and takes it', (_, bytes) => {
    expect(judge(bytes)).toEqual({ act: 'pass', bytes });
    expect(claims).toBe(1);
  });

  it.each([
    ['a move', move],
    ['a key that comes up', keyUp],
    ['a clipboard', EXAMPLES.clientCutText.bytes],
    ['a size', EXAMPLES.setDesktopSize.bytes],
    ['a look', EXAMPLES.framebufferUpdateRequest.bytes],
  ])('%s passes, and takes nothing', (_, bytes) => {
    expect(judge(bytes).act).toBe('pass');
    expect(claims).toBe(0);
  });
});

it('control that is one’s own is not taken again', () => {
  expect(judge(keyDown).act).toBe('pass');
  expect(claims).toBe(0);
});
