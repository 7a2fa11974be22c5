/** setTimeout fires at once beyond this (a signed 32-bit count of milliseconds, 24.8 days). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface Cancellable {
  cancel(): void;
}

/**
 * Calls `work` once after `delayMs`, however long that is. A timer is a hint: it may be late, or early by up to a
 * millisecond, so whoever acts re-checks the time. Does not keep the process alive.
 */
export function chainedTimeout(work: () => void, delayMs: number): Cancellable {
  let timer: NodeJS.Timeout;
  const arm = (leftMs: number) => {
    const partMs = Math.min(Math.max(leftMs, 0), LONGEST_TIMER_MS);
    timer = setTimeout(() => {
      if (leftMs > partMs) arm(leftMs - partMs);
      else work();
    }, partMs);
    timer.unref();
  };
  arm(delayMs);
  return { cancel: () => clearTimeout(timer) };
}
