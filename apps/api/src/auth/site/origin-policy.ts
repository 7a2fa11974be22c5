import type { Decision, SitePolicy } from './site-policy.js';

/**
 * Decides whether the page that asks for a socket is ours. Browsers send Origin with every handshake and pages cannot
 * forge it, so this is what keeps other sites from using a visitor's browser against us:
 *
 * 1. Absent: refused. A program that is no browser can send the right one; no browser leaves it out.
 * 2. Several in one (two headers arrive joined by a comma, a list by blanks): refused, no browser sends them.
 * 3. `null` (a sandboxed frame, a `data:` or `file:` page): refused, it is anybody.
 * 4. Equal to an allowed origin, character for character: allowed.
 * 5. Anything else is refused: another scheme, port or case, a dot or a slash at the end, an allowed one as a prefix.
 */
export function decideOrigin(origin: string | undefined, { origins }: Pick<SitePolicy, 'origins'>): Decision {
  if (origin === undefined || origin === '') return refused('no origin');
  if (/[,\s]/.test(origin)) return refused('more than one origin');
  if (origin === 'null') return refused('opaque origin');
  return origins.has(origin) ? { allowed: true, reason: 'allowed origin' } : refused('foreign origin');
}

function refused(reason: string): Decision {
  return { allowed: false, reason };
}
