import { CLOSE_CODES } from '#contracts';
import type { ConnectionState } from '#realtime';

/** Why a picture went: close codes, kept through every try to come back, and after it until the next loss. */
export interface Loss {
  /** What cut the picture off. */
  readonly first: number;
  /** How the newest try ended. */
  readonly latest: number;
  /** The desktop itself was heard to stop: nothing may be said any more that takes it to be running. */
  readonly isDesktopGone: boolean;
  /** The picture is back. */
  readonly isOver: boolean;
}

/** Ours, or the desktop's: whoever was cut off by one of these was not away. */
const NOT_THE_PERSONS: ReadonlySet<number> = new Set<number>([
  CLOSE_CODES.RESTART,
  CLOSE_CODES.CANNOT_CONFIRM,
  CLOSE_CODES.REPLACED,
  CLOSE_CODES.DESKTOP_LOST,
  CLOSE_CODES.DESKTOP_NOT_READY,
]);

/** The loss as it stands in the next state of the connection; undefined when nothing was lost. */
export function lossAfter(before: Loss | undefined, state: ConnectionState): Loss | undefined {
  switch (state.name) {
    case 'idle':
    case 'stopped':
      return undefined;
    case 'connecting':
    case 'unstable':
      return before;
    case 'connected':
      return before && { ...before, isOver: true };
    case 'reconnecting':
    case 'signing-in': {
      const { code } = state.because;
      const running = before?.isOver === false ? before : undefined;
      return {
        first: running?.first ?? code,
        latest: code,
        isDesktopGone: running?.isDesktopGone === true || code === CLOSE_CODES.DESKTOP_LOST,
        isOver: false,
      };
    }
  }
}

/** Whether it was the person's own connection that went. */
export function wasPersonAway(loss: Loss | undefined): boolean {
  return !loss || !NOT_THE_PERSONS.has(loss.first);
}

/** The desktop stopped, and its picture is not back yet. */
export function isDesktopComingBack(loss: Loss | undefined): boolean {
  return loss?.isOver === false && loss.isDesktopGone;
}
