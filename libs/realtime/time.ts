/** Takes back what it was given for; harmless when that has happened already. */
export type Cancel = () => void;

/** The only clock and the only timers of this folder, so that a test can own both. All values in milliseconds. */
export interface Time {
  /** Wall clock. Not a monotonic one: those stand still while a laptop sleeps, and sleep is what must be noticed. */
  now(): number;
  after(delayMs: number, run: () => void): Cancel;
}

export const systemTime: Time = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
