/** What noVNC asks the desktop for: JPEG quality and effort of compression, 0 to 9 each. */
export interface Picture {
  readonly quality: number;
  readonly compression: number;
}

/** From what is lightest on the line to what is finest. */
export const LEVELS = ['lightest', 'light', 'balanced', 'sharp'] as const;
export type Level = (typeof LEVELS)[number];

export const PICTURES: Record<Level, Picture> = {
  lightest: { quality: 1, compression: 9 },
  light: { quality: 3, compression: 6 },
  balanced: { quality: 6, compression: 2 }, // noVNC's own choice
  sharp: { quality: 9, compression: 1 }, // up to 1, Xvnc sends at once what it would first compare with what was there
};

/** Chosen by hand, or by what the line bears. */
export const QUALITIES = ['auto', ...LEVELS.toReversed()] as const;
export type Quality = 'auto' | Level;
