import { SHARE_DEFAULT_SECONDS } from '#contracts';

export interface Lifetime {
  seconds: number;
  words: string;
}

const HOUR = 3_600;
const OFFERED: readonly Lifetime[] = [
  { seconds: 600, words: '10 minutes' },
  { seconds: SHARE_DEFAULT_SECONDS, words: '1 hour' },
  { seconds: 8 * HOUR, words: '8 hours' },
];

/** How long a link may work: what is shorter than the session, then the rest of it. */
export function lifetimesWithin(leftSeconds: number): Lifetime[] {
  const shorter = OFFERED.filter(({ seconds }) => seconds < leftSeconds);
  return [...shorter, { seconds: 24 * HOUR, words: 'As long as the session' }];
}
