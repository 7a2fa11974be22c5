import { KEYSYM, keysymsOf } from './keysyms.js';

/** What an edit of a text field means as keys. A paste and a composition are told otherwise. */
export function keysOfEdit(inputType: string, data: string | null): number[] {
  if (inputType === 'insertFromPaste' || inputType.includes('Composition')) return [];
  if (inputType === 'deleteContentBackward') return [KEYSYM.BACKSPACE];
  if (inputType === 'deleteContentForward') return [KEYSYM.DELETE];
  if (inputType === 'insertLineBreak' || inputType === 'insertParagraph') return [KEYSYM.RETURN];
  return keysymsOf(data ?? '');
}

/** The keys that turn one text into another: back to where they part, then on. */
export function keysOfChange(before: string, after: string): number[] {
  const [old, now] = [Array.from(before), Array.from(after)];
  const parting = old.findIndex((character, index) => character !== now[index]);
  const kept = parting === -1 ? old.length : parting;
  return [
    ...Array.from({ length: old.length - kept }, () => KEYSYM.BACKSPACE),
    ...keysymsOf(now.slice(kept).join('')),
  ];
}

/** The browser will make a character of this key, or of several: an input method's, a dead key, a touch keyboard's. */
export function isComposed({ isComposing, key, keyCode }: KeyboardEvent): boolean {
  // 229 is what browsers give a key that an input method has taken (UI Events, 7.3.1).
  return isComposing || keyCode === 229 || ['Dead', 'Process', 'Compose', 'Unidentified'].includes(key);
}

/** The key of a paste, to be pressed once the text is there; undefined for any other key. */
export function pasteKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): number | undefined {
  if (altKey) return undefined;
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'v') return keysymsOf(key)[0];
  return shiftKey && !ctrlKey && key === 'Insert' ? KEYSYM.INSERT : undefined;
}
