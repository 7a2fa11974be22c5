import { effect } from '@angular/core';
import type { Read } from './read.js';

/**
 * Reads again every `periodMs()` while the page is looked at, and at once when it comes back to the front. Undefined
 * pauses. The backstop beneath live events, and the whole of it where no events exist. Call in an injection context.
 */
export function poll(read: Pick<Read<unknown>, 'reload'>, periodMs: () => number | undefined): void {
  const again = () => {
    if (!document.hidden) read.reload();
  };
  effect((onCleanup) => {
    const period = periodMs();
    if (period === undefined) return;
    const timer = setInterval(again, period);
    document.addEventListener('visibilitychange', again);
    onCleanup(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    });
  });
}
