import type { ConnectionStateName } from '#realtime';
import type { Line } from '../viewer/line-meter.js';
import type { Quality } from '../viewer/picture-quality.js';

export interface ConnectionWords {
  words: string;
  /** The round trip behind the words, where there is room for it. */
  figure?: string;
  tone: 'live' | 'warn' | 'ended';
}

/** Round trips under the first feel like one's own computer; over the second every key is seen to be late. */
const GOOD_MS = 80;
const FAIR_MS = 200;

const BY_STATE: Record<ConnectionStateName, ConnectionWords> = {
  idle: { words: 'No picture', tone: 'ended' },
  connecting: { words: 'Connecting', tone: 'warn' },
  connected: { words: 'Connected', tone: 'live' },
  unstable: { words: 'Slow network', tone: 'warn' },
  reconnecting: { words: 'Reconnecting', tone: 'warn' },
  'signing-in': { words: 'Reconnecting', tone: 'warn' },
  stopped: { words: 'No picture', tone: 'ended' },
};

/** How good the connection to the desktop is, in a word or two for the bar. */
export function connectionWords(state: ConnectionStateName, line: Line | undefined): ConnectionWords {
  const roundTripMs = line?.roundTripMs;
  if (state !== 'connected' || roundTripMs === undefined) return BY_STATE[state];
  const figure = millisecondWords(roundTripMs);
  if (roundTripMs < GOOD_MS) return { words: 'Good', figure, tone: 'live' };
  if (roundTripMs < FAIR_MS) return { words: 'Fair', figure, tone: 'live' };
  return { words: 'Slow', figure, tone: 'warn' };
}

export function millisecondWords(ms: number): string {
  return ms < 1 ? 'under 1 ms' : `${Math.round(ms)} ms`;
}

/** `0 kB/s`, `340 kB/s`, `1.2 MB/s`: in thousands, as networks are sold. */
export function bandwidthWords(bytesPerSecond: number): string {
  const kilobytes = Math.round(bytesPerSecond / 1000);
  return kilobytes < 1000 ? `${kilobytes} kB/s` : `${(bytesPerSecond / 1_000_000).toFixed(1)} MB/s`;
}

export const QUALITY_WORDS: Record<Quality, { name: string; hint: string }> = {
  auto: { name: 'Automatic', hint: 'As sharp as your network bears' },
  sharp: { name: 'Sharp', hint: 'For a fast network' },
  balanced: { name: 'Balanced', hint: 'For most networks' },
  light: { name: 'Light', hint: 'For a slow network' },
  lightest: { name: 'Lightest', hint: 'Blurred, but it keeps up' },
};
