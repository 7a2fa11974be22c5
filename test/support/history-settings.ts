import { randomInt } from 'node:crypto';

const { HISTORY_SECONDS = '30', HISTORY_SEED } = process.env;

/** `HISTORY_SECONDS=600 npm test -- --testPathPatterns=histories` for a night's worth; HISTORY_SEED to live them again. */
export const HISTORY = {
  seconds: Number(HISTORY_SECONDS),
  seed: HISTORY_SEED === undefined ? randomInt(2 ** 31) : Number(HISTORY_SEED),
};
