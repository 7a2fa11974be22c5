import { KEYSYM, keysymOf } from './keysyms.js';

/** What was typed, as far as a text field knows it: keys that have no character, and characters. */
export type Typed = { kind: 'key'; keysym: number } | { kind: 'text'; text: string };

const key = (keysym: number): Typed => ({ kind: 'key', keysym });
const words = (text: string | null): Typed[] => (text ? [{ kind: 'text', text }] : []);

/** What an edit of a text field means. A paste and a composition are told otherwise. */
export function typedByEdit(inputType: string, data: string | null): Typed[] {
  if (inputType === 'insertFromPaste' || inputType.includes('Composition')) return [];
  if (inputType === 'deleteContentBackward') return [key(KEYSYM.BACKSPACE)];
  if (inputType === 'deleteContentForward') return [key(KEYSYM.DELETE)];
  if (inputType === 'insertLineBreak' || inputType === 'insertParagraph') return [key(KEYSYM.RETURN)];
  return words(data);
}

/** What turns one text into another: back to where they part, then on. */
export function typedByChange(before: string, after: string): Typed[] {
  const [old, now] = [Array.from(before), Array.from(after)];
  const parting = old.findIndex((character, index) => character !== now[index]);
  const kept = parting === -1 ? old.length : parting;
  return [
    ...Array.from({ length: old.length - kept }, () => key(KEYSYM.BACKSPACE)),
    ...words(now.slice(kept).join('')),
  ];
}

/**
 * The keys of a text, if the desktop's keyboard (US English) has them all. Xvnc would invent keys for others, but it has
 * room for some twenty in its life, and Chromium misses the first press of each when they come in a row (measured).
 */
export function keysOfText(text: string): number[] | undefined {
  return /^[\x20-\x7e]*$/.test(text) ? Array.from(text, keysymOf) : undefined;
}

const PLAIN = "`1234567890-=[]\\;',./";
const WITH_SHIFT = '~!@#$%^&*()_+{}|:"<>?';

/**
 * What the keys of a text make with Shift on the desktop's keyboard (US English). Sent as they are, Xvnc would take Shift
 * away for each of them, or press CapsLock.
 */
export function shifted(text: string): string {
  return Array.from(text, (character) => {
    const capital = character.toUpperCase();
    return WITH_SHIFT[PLAIN.indexOf(character)] ?? (Array.from(capital).length === 1 ? capital : character);
  }).join('');
}

/** The browser will make a character of this key, or of several: an input method's, a dead key, a touch keyboard's. */
export function isComposed({
  isComposing,
  key,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'key' | 'keyCode'>): boolean {
  // 229 is what browsers give a key that an input method has taken (UI Events, 7.3.1).
  return isComposing || keyCode === 229 || ['Dead', 'Process', 'Compose', 'Unidentified'].includes(key);
}

/** The key of a paste, to be pressed once the text is there; undefined for any other key. */
export function pasteKey({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): number | undefined {
  if (altKey) return undefined;
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'v') return keysymOf(key);
  return shiftKey && !ctrlKey && key === 'Insert' ? KEYSYM.INSERT : undefined;
}
