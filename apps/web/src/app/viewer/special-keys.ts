import { KEYSYM } from './keysyms.js';

/** Keys that a browser or the computer itself would take, or that a phone has not. Pressed in order, let go in the other. */
export interface SpecialKeys {
  readonly label: string;
  readonly keysyms: readonly number[];
}

export const SPECIAL_KEYS: readonly SpecialKeys[] = [
  { label: 'Ctrl Alt Del', keysyms: [KEYSYM.CONTROL_LEFT, KEYSYM.ALT_LEFT, KEYSYM.DELETE] },
  { label: 'Esc', keysyms: [KEYSYM.ESCAPE] },
  { label: 'Tab', keysyms: [KEYSYM.TAB] },
  { label: 'Alt Tab', keysyms: [KEYSYM.ALT_LEFT, KEYSYM.TAB] },
];

export const FUNCTION_KEYS: readonly SpecialKeys[] = Array.from({ length: 12 }, (_, index) => ({
  label: `F${index + 1}`,
  keysyms: [KEYSYM.F1 + index],
}));

/** Keys that can be held down while others are pressed, or another finger clicks. */
export const HOLDABLE = ['Ctrl', 'Alt', 'Shift', 'Meta'] as const;
export type Holdable = (typeof HOLDABLE)[number];

export const HOLDABLE_KEYSYMS: Record<Holdable, number> = {
  Ctrl: KEYSYM.CONTROL_LEFT,
  Alt: KEYSYM.ALT_LEFT,
  Shift: KEYSYM.SHIFT_LEFT,
  Meta: KEYSYM.SUPER_LEFT,
};
