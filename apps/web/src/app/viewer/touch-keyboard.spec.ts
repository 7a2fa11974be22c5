import { describe, expect, it } from '@jest/globals';
import { keysymsOf } from './touch-keyboard.js';

describe('keysymsOf', () => {
  it('sends nothing for an edit without text', () => {
    expect(keysymsOf('historyUndo', null)).toEqual([]);
  });
  it('sends Latin-1 as it is, and other characters as Unicode keysyms', () => {
    expect(keysymsOf('insertText', 'aé')).toEqual([0x61, 0xe9]);
    expect(keysymsOf('insertText', 'Ω')).toEqual([0x010003a9]);
    expect(keysymsOf('insertText', '😀')).toEqual([0x0101f600]);
  });
  it('knows the keys that have no character', () => {
    expect(keysymsOf('deleteContentBackward', null)).toEqual([0xff08]);
    expect(keysymsOf('insertLineBreak', null)).toEqual([0xff0d]);
  });
});
