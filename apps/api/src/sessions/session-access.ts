import { SessionId } from '#contracts';
import type { CallerIdentity } from '../auth/index.js';
import { AppError } from '../kernel/app-error.js';
import type { SessionRecord } from './session-record.js';
import type { Sessions } from './sessions.js';

/**
 * The session a path names, as far as the caller may see it: their own, or any for an admin. Somebody else's is as absent
 * as one that never was, and so is an id that is no UUID.
 * @throws AppError NOT_FOUND
 */
export async function visibleSession(
  sessions: Sessions,
  caller: CallerIdentity,
  id: string,
): Promise<SessionRecord> {
  const sessionId = SessionId.safeParse(id);
  const record = sessionId.success ? await sessions.findFor(caller, sessionId.data) : undefined;
  if (!record) throw new AppError('NOT_FOUND', { detail: 'There is no such session.' });
  return record;
}

/**
 * The same, for what only the session's customer does.
 * @throws AppError NOT_FOUND; FORBIDDEN, with `detail`, for an admin on somebody else's
 */
export async function ownSession(
  sessions: Sessions,
  caller: CallerIdentity,
  id: string,
  detail: string,
): Promise<SessionRecord> {
  const record = await visibleSession(sessions, caller, id);
  if (record.accountId !== caller.accountId) throw new AppError('FORBIDDEN', { detail });
  return record;
}
