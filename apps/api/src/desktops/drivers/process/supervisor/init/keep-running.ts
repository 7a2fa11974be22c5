import { spawn } from 'node:child_process';
import { ENVIRONMENT } from './environment.js';
import type { Program } from './programs.js';

const SHORT_LIFE_MS = 10_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
const MOST_SHORT_LIVES = 20;

interface Upkeep {
  /** What to run now; `crashed` says how the life before ended. */
  program(crashed: boolean): Program;
  restarted(exit: string): void;
  /** Called once, when it cannot be run or died young too often in a row: restarting does not help. */
  gaveUp(): void;
}

/**
 * Keeps one program running. A program that lived a while is restarted at once (a customer closes the browser); one
 * that dies young waits twice as long each time.
 */
export function keepRunning({ program, restarted, gaveUp }: Upkeep): void {
  let shortLives = 0;

  const run = (crashed: boolean) => {
    const { path, args } = program(crashed);
    const startedAtMs = performance.now();
    const child = spawn(path, args, { env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', gaveUp);
    child.once('exit', (code, signal) => {
      shortLives = performance.now() - startedAtMs < SHORT_LIFE_MS ? shortLives + 1 : 0;
      if (shortLives > MOST_SHORT_LIVES) return gaveUp();
      restarted(signal ?? `exit ${code}`);
      setTimeout(run, restartDelayMs(shortLives), code !== 0);
    });
  };
  run(false);
}

/** 0 after a life of normal length, then 100 ms, doubling up to 5 s. */
export function restartDelayMs(shortLives: number): number {
  return shortLives === 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (shortLives - 1), LONGEST_DELAY_MS);
}
