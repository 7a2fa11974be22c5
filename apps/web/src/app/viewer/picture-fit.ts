import type { Line } from './line-meter.js';
import { type Level, LEVELS } from './picture-quality.js';

/** Answers that take this much longer than the line needs wait behind pictures: the line is full. */
export const FULL_MS = 150;
/** Below this nobody notices anything. */
export const CALM_MS = 60;
/** How many calm readings in a row make us try a finer picture; doubles with each try that failed. */
export const PATIENCE_FIRST = 8;
const PATIENCE_LONGEST = 128;

/** What is shown, and what was learned of the line. One reading a second moves it on. */
export interface PictureFit {
  readonly level: Level;
  /** The shortest round trip seen: what the line itself takes. */
  readonly shortestMs: number;
  readonly calm: number;
  readonly patience: number;
  /** Readings since the level changed, in which the line may still be busy with what was sent before. */
  readonly settled: number;
}

export const FIRST_FIT: PictureFit = {
  level: 'balanced',
  shortestMs: Infinity,
  calm: 0,
  patience: PATIENCE_FIRST,
  settled: 0,
};

/** Readings that a change gets to show its effect. */
const SETTLES_IN = 4;

/**
 * Coarser at once when answers queue behind pictures, finer only after a while of calm: a person forgives a picture that
 * is less sharp, not a pointer that lags. A finer picture that filled the line is tried again half as often.
 */
export function fitPicture(fit: PictureFit, { roundTripMs }: Pick<Line, 'roundTripMs'>): PictureFit {
  if (roundTripMs === undefined) return fit;
  const shortestMs = Math.min(fit.shortestMs, roundTripMs);
  const settled = fit.settled + 1;
  const queuedMs = roundTripMs - shortestMs;
  if (queuedMs >= FULL_MS)
    return settled > SETTLES_IN ? coarser(fit, shortestMs) : { ...fit, shortestMs, settled, calm: 0 };
  const calm = queuedMs < CALM_MS ? fit.calm + 1 : 0;
  return calm >= fit.patience ? finer(fit, shortestMs) : { ...fit, shortestMs, settled, calm };
}

function coarser(fit: PictureFit, shortestMs: number): PictureFit {
  const patience = Math.min(fit.patience * 2, PATIENCE_LONGEST);
  return { level: neighbour(fit.level, -1), shortestMs, calm: 0, patience, settled: 0 };
}

function finer(fit: PictureFit, shortestMs: number): PictureFit {
  return { ...fit, level: neighbour(fit.level, 1), shortestMs, calm: 0, settled: 0 };
}

function neighbour(level: Level, step: 1 | -1): Level {
  return LEVELS[LEVELS.indexOf(level) + step] ?? level;
}
