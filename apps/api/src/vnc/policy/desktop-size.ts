import type { Screen } from '#rfb';

/** One SetDesktopSize of 16384 x 16384 takes Xvnc from 75 MiB to 2.1 GiB (measured). */
export const LARGEST = { width: 1920, height: 1200 } as const;
/** Below this no browser window is left to click on. */
const SMALLEST = { width: 200, height: 150 } as const;
/** Nobody has more monitors; the rest are not looked at. */
const MOST_SCREENS = 16;
/** Xvnc hangs up on larger ones. */
const LARGEST_ID = 0x7fff_ffff;

export interface DesktopSize {
  readonly width: number;
  readonly height: number;
  readonly screens: readonly Screen[];
}

/** The nearest size a desktop may have, as one screen; null when what was asked for is no size at all. */
export function clampDesktopSize({ width, height, screens }: DesktopSize): DesktopSize | null {
  const [first] = screens;
  if (width === 0 || height === 0 || !first || screens.length > MOST_SCREENS) return null;
  if (first.id > LARGEST_ID) return null;
  const clamped = {
    width: clamp(width, SMALLEST.width, LARGEST.width),
    height: clamp(height, SMALLEST.height, LARGEST.height),
  };
  return { ...clamped, screens: [{ id: first.id, flags: 0, x: 0, y: 0, ...clamped }] };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
