import type { ConnectionStateName } from '#realtime';

export interface Quality {
  words: string;
  tone: 'live' | 'warn' | 'ended';
}

const QUALITY: Record<ConnectionStateName, Quality> = {
  idle: { words: 'No picture', tone: 'ended' },
  connecting: { words: 'Connecting', tone: 'warn' },
  connected: { words: 'Connected', tone: 'live' },
  unstable: { words: 'Slow network', tone: 'warn' },
  reconnecting: { words: 'Reconnecting', tone: 'warn' },
  'signing-in': { words: 'Reconnecting', tone: 'warn' },
  stopped: { words: 'No picture', tone: 'ended' },
};

/** How good the connection to the desktop is, in a word or two for the bar. */
export function qualityOf(state: ConnectionStateName): Quality {
  return QUALITY[state];
}
