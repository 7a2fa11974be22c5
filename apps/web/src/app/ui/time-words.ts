const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is left of a span, for a clock that counts down: `23:41:07`, `4:09`, `0:00`. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / SECOND));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A span as one would say it, in its largest unit or two: `38 seconds`, `4 minutes`, `23 hours 10 minutes`. */
export function spanWords(spanMs: number): string {
  const span = Math.max(0, spanMs);
  if (span < MINUTE) return count(Math.round(span / SECOND), 'second');
  if (span < HOUR) return count(Math.floor(span / MINUTE), 'minute');
  const minutes = Math.floor((span % HOUR) / MINUTE);
  const hours = count(Math.floor(span / HOUR), 'hour');
  return minutes === 0 ? hours : `${hours} ${count(minutes, 'minute')}`;
}

/** A span that something took: `0.4 s`, `12 s`, `3 min 5 s`. */
export function tookWords(spanMs: number): string {
  const span = Math.max(0, spanMs);
  if (span < 10 * SECOND) return `${(span / SECOND).toFixed(1)} s`;
  if (span < MINUTE) return `${Math.round(span / SECOND)} s`;
  return `${Math.floor(span / MINUTE)} min ${Math.floor((span % MINUTE) / SECOND)} s`;
}

/** How long ago, short enough for a table: `now`, `12 s ago`, `5 min ago`, `3 h ago`, `2 d ago`. */
export function agoWords(agoMs: number): string {
  if (agoMs < 5 * SECOND) return 'now';
  if (agoMs < MINUTE) return `${Math.floor(agoMs / SECOND)} s ago`;
  if (agoMs < HOUR) return `${Math.floor(agoMs / MINUTE)} min ago`;
  if (agoMs < DAY) return `${Math.floor(agoMs / HOUR)} h ago`;
  return `${Math.floor(agoMs / DAY)} d ago`;
}

/** `14:02`, and with the day when `day` says so: `23 Nov, 14:02`. In the reader's own time zone. */
export function clockTime(at: string, day = false): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(day ? { day: 'numeric', month: 'short' } : {}),
  }).format(new Date(at));
}

/** `13 November 2026` */
export function dayOf(at: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date(at));
}

/** To the second and with the year, for those who compare. */
export function exactTime(at: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(at));
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
