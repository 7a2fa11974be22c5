import type { Environment, EnvironmentSignal } from './environment.js';

interface EventSource {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** The part of a browser's `window` that is listened to. */
export interface BrowserWindow extends EventSource {
  readonly document: EventSource & { readonly visibilityState: string };
  /** Its `connection` (Network Information, Chromium alone) tells of a change from Wi-Fi to phone. */
  readonly navigator: object;
}

/** Turns the events of a browser's window into signals: `browserEnvironment(window)`. */
export function browserEnvironment(window: BrowserWindow): Environment {
  const { connection } = window.navigator as { connection?: EventSource };
  return {
    listen(listener) {
      const say = (signal: EnvironmentSignal) => () => {
        listener(signal);
      };
      const whenVisible = () => {
        if (window.document.visibilityState === 'visible') listener('visible');
      };
      const heard: [EventSource | undefined, string, () => void][] = [
        [window, 'offline', say('offline')],
        [window, 'online', say('online')],
        [connection, 'change', say('online')],
        [window.document, 'visibilitychange', whenVisible],
        // A page that comes back from the back/forward cache or from being frozen had no timers at all.
        [window, 'pageshow', whenVisible],
        [window.document, 'resume', whenVisible],
      ];
      for (const [source, type, run] of heard) source?.addEventListener(type, run);
      return () => {
        for (const [source, type, run] of heard) source?.removeEventListener(type, run);
      };
    },
  };
}
