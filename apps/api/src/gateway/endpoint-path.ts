import { SessionId } from '#contracts';

/** @returns the parameters of `path` in `pathname`, or undefined when it is another path or the id is no UUID */
export function matchPath(path: string, pathname: string): { sessionId?: SessionId } | undefined {
  const pattern = path.split('/');
  const parts = pathname.split('/');
  if (pattern.length !== parts.length) return undefined;
  let sessionId: SessionId | undefined;
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index];
    if (expected === ':sessionId') {
      const id = SessionId.safeParse(part);
      if (!id.success) return undefined;
      sessionId = id.data;
    } else if (part !== expected) return undefined;
  }
  return sessionId === undefined ? {} : { sessionId };
}
