import { describe, expect, it } from '@jest/globals';
import { CLIPBOARD_ACTION } from '../numbers.js';
import { hex } from '../testing/hex.js';
import {
  encodeClipboardCaps,
  encodeClipboardNotify,
  encodeClipboardPeek,
  encodeClipboardRequest,
} from './encode-extended-clipboard.js';
import { readExtendedClipboard } from './extended-clipboard.js';

const NOTHING = new Uint8Array(0);

describe('flags of the extended clipboard', () => {
  it.each([
    ['no action', 0x00000001],
    ['two actions at once', 0x18000001],
    ['an action that is not there', 0x20000001],
    ['an action that is not there, with the top bit', 0x80000001],
  ])('say nothing: %s', (_, flags) => {
    expect(readExtendedClipboard(flags, NOTHING)).toBeUndefined();
  });

  it.each([
    ['pictures', 0x02000008],
    ['text among pictures', 0x02000009],
    ['nothing', 0x02000000],
  ])('are not about text alone: %s', (_, flags) => {
    expect(readExtendedClipboard(flags, NOTHING)).toEqual({ action: 'request', text: false });
  });

  it.each([
    ['caps, which names other actions', 0x1f000001, { action: 'caps' }],
    ['request', 0x02000001, { action: 'request', text: true }],
    ['peek', 0x04000000, { action: 'peek' }],
    ['notify', 0x08000001, { action: 'notify', text: true }],
    ['notify that there is nothing', 0x08000000, { action: 'notify', text: false }],
  ])('say what it is: %s', (_, flags, message) => {
    expect(readExtendedClipboard(flags, NOTHING)).toEqual(message);
  });

  it('let a text come with them', () => {
    const deflated = hex('789c');
    expect(readExtendedClipboard(0x10000001, deflated)).toEqual({ action: 'provide', text: true, deflated });
  });
});

describe('messages of ours', () => {
  it('say which actions they take, and that no text is wanted unasked', () => {
    const bytes = hex(`
      06 000000  # ClientCutText, padding
      fffffff8   # -8: extended, eight bytes
      09000001   # caps: notify; text
      00000000   # up to this size without having asked
    `);
    expect(encodeClipboardCaps(CLIPBOARD_ACTION.NOTIFY)).toEqual(bytes);
  });

  it.each([
    ['request', encodeClipboardRequest(), '02000001'],
    ['peek', encodeClipboardPeek(), '04000000'],
    ['notify', encodeClipboardNotify(true), '08000001'],
    ['notify that there is nothing', encodeClipboardNotify(false), '08000000'],
  ])('are flags and no more: %s', (_, bytes, flags) => {
    expect(bytes).toEqual(hex(`06 000000 fffffffc ${flags}`));
  });
});
