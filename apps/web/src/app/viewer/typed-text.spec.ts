import { describe, expect, it } from '@jest/globals';
import { isComposed, keysOfText, pasteKey, shifted, typedByChange, typedByEdit } from './typed-text.js';

const BACKSPACE = { kind: 'key', keysym: 0xff08 };
const text = (words: string) => ({ kind: 'text', text: words });

describe('an edit of the field', () => {
  it.each([
    ['historyUndo', null],
    ['insertFromPaste', 'told otherwise'],
    ['insertCompositionText', 'told otherwise'],
    ['insertFromComposition', 'told otherwise'],
    ['deleteCompositionText', null],
  ])('types nothing: %s', (inputType, data) => {
    expect(typedByEdit(inputType, data)).toEqual([]);
  });

  it('types its characters, and the keys that have none', () => {
    expect(typedByEdit('insertText', 'é🎉')).toEqual([text('é🎉')]);
    expect(typedByEdit('deleteContentBackward', null)).toEqual([BACKSPACE]);
    expect(typedByEdit('deleteContentForward', null)).toEqual([{ kind: 'key', keysym: 0xffff }]);
    expect(typedByEdit('insertLineBreak', null)).toEqual([{ kind: 'key', keysym: 0xff0d }]);
  });
});

describe('a composition that changes', () => {
  it('types nothing while it stays the same', () => {
    expect(typedByChange('日本', '日本')).toEqual([]);
  });

  it.each([
    ['', 'h', [text('h')]],
    ['hel', 'hell', [text('l')]],
    ['teh', 'the', [BACKSPACE, BACKSPACE, text('he')]],
    ['word', '', [BACKSPACE, BACKSPACE, BACKSPACE, BACKSPACE]],
    ['👩‍👧', '👩', [BACKSPACE, BACKSPACE]],
  ])('goes back to where they part: %j to %j', (before, after, typed) => {
    expect(typedByChange(before, after)).toEqual(typed);
  });
});

describe('keys of a text', () => {
  it.each(['é', 'a€', '日本', '🎉', 'line\nbreak', '\t'])('are not all on the keyboard: %j', (words) => {
    expect(keysOfText(words)).toBeUndefined();
  });

  it('are its characters where the keyboard has them', () => {
    expect(keysOfText('aZ ~')).toEqual([0x61, 0x5a, 0x20, 0x7e]);
  });
});

describe('Shift', () => {
  it.each([
    ['azé', 'AZÉ'],
    ['1234567890', '!@#$%^&*()'],
    ["`-=[]\\;',./", '~_+{}|:"<>?'],
  ])('makes of %j on the desktop’s keyboard %j', (plain, made) => {
    expect(shifted(plain)).toBe(made);
  });

  it.each(['A!', ' ', 'ß', '日', '🎉'])('leaves what has no other as it is: %j', (text) => {
    expect(shifted(text)).toBe(text);
  });
});

describe('a key', () => {
  const key = (some: Partial<KeyboardEvent>) => ({
    key: 'a',
    keyCode: 65,
    isComposing: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...some,
  });

  it.each([
    [{ isComposing: true }],
    [{ keyCode: 229 }],
    [{ key: 'Dead' }],
    [{ key: 'Process' }],
    [{ key: 'Unidentified' }],
  ])('is left to the browser to make a character of: %j', (some) => {
    expect(isComposed(key(some))).toBe(true);
  });

  it('is the desktop’s else', () => {
    expect(isComposed(key({}))).toBe(false);
    expect(isComposed(key({ key: 'Escape' }))).toBe(false);
  });

  it.each([
    [{ key: 'v' }],
    [{ key: 'c', ctrlKey: true }],
    [{ key: 'v', ctrlKey: true, altKey: true }],
    [{ key: 'Insert' }],
    [{ key: 'Insert', ctrlKey: true, shiftKey: true }],
  ])('does not paste: %j', (some) => {
    expect(pasteKey(key(some))).toBeUndefined();
  });

  it.each([
    [{ key: 'v', ctrlKey: true }, 0x76],
    [{ key: 'V', ctrlKey: true, shiftKey: true }, 0x56],
    [{ key: 'v', metaKey: true }, 0x76],
    [{ key: 'Insert', shiftKey: true }, 0xff63],
  ])('pastes: %j', (some, keysym) => {
    expect(pasteKey(key(some))).toBe(keysym);
  });
});
