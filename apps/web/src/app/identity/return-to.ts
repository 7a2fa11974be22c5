/** Query parameter that carries where a person was going when they had to sign in first. */
export const RETURN_TO = 'returnTo';

/** Where to go after signing in: only a path of ours is followed, so that no link can send people elsewhere. */
export function safeReturn(wanted: unknown, otherwise = '/sessions'): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return otherwise;
  const target = URL.parse(wanted, location.origin);
  if (!target || target.origin !== location.origin) return otherwise; // "//evil", "/\evil"
  return `${target.pathname}${target.search}${target.hash}`;
}
