import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  BOUNDS,
  ClientMessageParser,
  encodeClipboardCaps,
  encodeClipboardNotify,
  encodeClipboardPeek,
  encodeClipboardProvide,
  encodeClipboardRequest,
  encodeSetEncodings,
  ENCODING,
  type ClientMessage,
} from '#rfb';
import { soleRights } from '../testing/sole-control.js';
import type { Verdict } from './verdict.js';
import { MOST_FORBIDDEN, ViewerPolicy, type ClipboardDirection } from './viewer-policy.js';

const TEXT = Buffer.from('Grüße 🎉\0');
const CAPS = { view: 0x08000000, up: 0x0a000000, down: 0x18000000, both: 0x1a000000 };
let nowMs = 0;

const policyOf = (
  access: 'view' | 'control',
  clipboard: ClipboardDirection,
  knowsExtendedClipboard = true,
) => {
  const policy = new ViewerPolicy(soleRights(access, clipboard), () => nowMs);
  policy.desktopCan({ knowsExtendedClipboard });
  return policy;
};
const AGREES = encodeSetEncodings([ENCODING.EXTENDED_CLIPBOARD]);
const controller = (clipboard: ClipboardDirection = 'both') => {
  const policy = policyOf('control', clipboard);
  policy.judge(read(AGREES));
  return policy;
};

function read(bytes: Uint8Array): ClientMessage {
  const parser = new ClientMessageParser();
  parser.push(bytes);
  const parsed = parser.next();
  if (parsed.status !== 'message') throw new Error(`not a message: ${JSON.stringify(parsed)}`);
  return parsed.message;
}

/** A message of a client, with these flags over this body. */
function extended(flags: number, body: Uint8Array = new Uint8Array(0)): ClientMessage {
  return { kind: 'extendedClipboard', bytes: Uint8Array.of(6), flags, payload: body };
}

const bytesOf = (verdict: Verdict) => (verdict.act === 'pass' ? verdict.bytes : verdict);

describe('someone who may only look', () => {
  it.each([
    ['request', encodeClipboardRequest()],
    ['peek', encodeClipboardPeek()],
    ['notify', encodeClipboardNotify(true)],
    ['provide', encodeClipboardProvide(TEXT)],
  ])('cannot %s', (_, bytes) => {
    expect(policyOf('view', 'both').judge(read(bytes))).toEqual({ act: 'drop', reason: 'not allowed' });
  });

  it('is not told what is copied: the desktop learns, before anything else, that it takes announcements alone', () => {
    const policy = policyOf('view', 'both');
    expect(policy.introduction()).toEqual([encodeClipboardCaps(CAPS.view), AGREES]);
    expect(bytesOf(policy.judge(read(encodeSetEncodings([ENCODING.RAW]))))).toEqual(
      encodeSetEncodings([ENCODING.RAW, ENCODING.EXTENDED_CLIPBOARD]),
    );
  });

  it('changes none of that by what it says of itself, and is not sent away for an honest answer', () => {
    const policy = policyOf('view', 'both');
    for (let answers = 0; answers < 2 * MOST_FORBIDDEN; answers += 1)
      expect(policy.judge(read(encodeClipboardCaps(CAPS.both)))).toEqual({
        act: 'drop',
        reason: 'not agreed',
      });
  });

  it('is not introduced to a server that may not know the extended clipboard', () => {
    expect(policyOf('view', 'both', false).introduction()).toEqual([]);
    const wanted = read(encodeSetEncodings([ENCODING.RAW, ENCODING.EXTENDED_CLIPBOARD]));
    expect(bytesOf(policyOf('view', 'both', false).judge(wanted))).toEqual(
      encodeSetEncodings([ENCODING.RAW]),
    );
  });
});

describe('a text for the desktop', () => {
  const OFF = { act: 'drop', reason: 'clipboard is off' };
  const NO_TEXT = { act: 'drop', reason: 'clipboard is no text' };
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));

  it.each<ClipboardDirection>(['down', 'none'])('does not pass when the clipboard goes %s', (direction) => {
    expect(controller(direction).judge(read(encodeClipboardProvide(TEXT)))).toEqual(OFF);
    expect(controller(direction).judge(read(encodeClipboardNotify(true)))).toEqual(OFF);
  });

  it('does not pass when it inflates beyond the bound', () => {
    expect(controller().judge(extended(0x10000001, bomb))).toEqual(NO_TEXT);
    const longest = Buffer.alloc(BOUNDS.CUT_TEXT_KEPT, 'a');
    expect(controller().judge(read(encodeClipboardProvide(longest))).act).toBe('pass');
    const longer = Buffer.alloc(BOUNDS.CUT_TEXT_KEPT + 1, 'a');
    expect(controller().judge(read(encodeClipboardProvide(longer)))).toEqual(NO_TEXT);
  });

  it.each([
    ['a picture', 0x10000008],
    ['a text and a picture', 0x10000009],
    ['two things at once', 0x18000001],
    ['nothing at all', 0x00000001],
  ])('does not pass when it is %s', (_, flags) => {
    expect(controller().judge(extended(flags, deflateSync(Buffer.from('\0\0\0\x01a'))))).toEqual(NO_TEXT);
  });

  it('does not pass without end, and does again a little later', () => {
    const policy = controller();
    const text = read(encodeClipboardProvide(TEXT));
    for (let texts = 0; texts < 10; texts += 1) expect(policy.judge(text).act).toBe('pass');
    expect(policy.judge(text)).toEqual({ act: 'drop', reason: 'clipboard too often' });
    nowMs += 500;
    expect(policy.judge(text).act).toBe('pass');
  });

  it('is not announced without end', () => {
    const policy = controller();
    const verdicts = Array.from({ length: 11 }, () => policy.judge(read(encodeClipboardNotify(true))));
    expect(verdicts.at(-2)?.act).toBe('pass');
    expect(verdicts.at(-1)).toEqual({ act: 'drop', reason: 'clipboard too often' });
  });

  it('reaches the desktop as we write it, not as the viewer compressed it', () => {
    const theirs = Buffer.concat([Buffer.from([0, 0, 0, TEXT.length]), TEXT]);
    const verdict = controller().judge(extended(0x10000001, deflateSync(theirs, { level: 0 })));
    expect(bytesOf(verdict)).toEqual(encodeClipboardProvide(TEXT));
  });
});

describe('a text from the desktop', () => {
  it.each<ClipboardDirection>(['up', 'none'])(
    'cannot be asked for when the clipboard goes %s',
    (direction) => {
      for (const bytes of [encodeClipboardRequest(), encodeClipboardPeek()])
        expect(controller(direction).judge(read(bytes))).toEqual({ act: 'drop', reason: 'clipboard is off' });
    },
  );

  it('can be asked for as text and as nothing else', () => {
    expect(controller().judge(extended(0x02000008))).toEqual({ act: 'drop', reason: 'clipboard is no text' });
    expect(bytesOf(controller().judge(read(encodeClipboardRequest())))).toEqual(encodeClipboardRequest());
  });
});

it('who may act is introduced by nobody, and sends nothing of what it has not said it knows', () => {
  const policy = policyOf('control', 'both');
  expect(policy.introduction()).toEqual([]);
  for (const bytes of [encodeClipboardPeek(), encodeClipboardProvide(TEXT), encodeClipboardCaps(CAPS.both)])
    expect(policy.judge(read(bytes))).toEqual({ act: 'drop', reason: 'not agreed' });
});

it.each([
  ['both', CAPS.both],
  ['up', CAPS.up],
  ['down', CAPS.down],
  ['none', CAPS.view],
] as const)('the desktop may do towards a viewer what the clipboard may: %s', (direction, takes) => {
  // noVNC's own caps: all actions, no format, and four bytes that belong to none
  const theirs = extended(0x1f000000, new Uint8Array(4));
  expect(bytesOf(controller(direction).judge(theirs))).toEqual(encodeClipboardCaps(takes));
});
