/** X11 keysyms (keysymdef.h) of keys that have no character. */
export const KEYSYM = {
  BACKSPACE: 0xff08,
  TAB: 0xff09,
  RETURN: 0xff0d,
  ESCAPE: 0xff1b,
  INSERT: 0xff63,
  F1: 0xffbe,
  SHIFT_LEFT: 0xffe1,
  CONTROL_LEFT: 0xffe3,
  ALT_LEFT: 0xffe9,
  SUPER_LEFT: 0xffeb,
  DELETE: 0xffff,
} as const;

/** Latin-1 characters are their own keysyms; others are Unicode with bit 24 set (X11 protocol, appendix A). */
export function keysymOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point >= 0x20 && point <= 0xff ? point : 0x01000000 | point;
}
