import type { EntityManager } from 'typeorm';
import type { SessionState } from '#contracts';
import { AppError } from '../kernel/app-error.js';

/** @throws AppError ACCOUNT_FROZEN: a dispute is open or was lost, nothing more is sold */
export async function requireNotFrozen(manager: EntityManager, accountId: string): Promise<void> {
  const [account] = await manager.query<{ frozen: boolean }[]>(
    'SELECT frozen_at IS NOT NULL AS frozen FROM accounts WHERE id = $1',
    [accountId],
  );
  if (account?.frozen) throw new AppError('ACCOUNT_FROZEN', { detail: 'Please write to support.' });
}

/**
 * Time is sold for one's own session while it runs.
 * @throws AppError NOT_FOUND, DESKTOP_NOT_READY, SESSION_ENDED
 */
export async function requireExtendable(
  manager: EntityManager,
  accountId: string,
  sessionId: string,
): Promise<void> {
  const [session] = await manager.query<{ state: SessionState; over: boolean }[]>(
    `SELECT state, coalesce(expires_at <= clock_timestamp(), false) AS over FROM sessions
     WHERE id = $1 AND account_id = $2`,
    [sessionId, accountId],
  );
  if (!session) throw new AppError('NOT_FOUND', { detail: 'There is no such session.' });
  if (session.state === 'provisioning') {
    throw new AppError('DESKTOP_NOT_READY', { detail: 'Its time has not begun. Nothing was charged.' });
  }
  if (session.state === 'ended' || session.over) {
    throw new AppError('SESSION_ENDED', { detail: 'It cannot be extended any more. Nothing was charged.' });
  }
}
