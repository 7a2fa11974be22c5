import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { LoginId } from '#contracts';
import { SigningSecrets } from '../access/signing-secrets.js';
import { ACCOUNT_COLUMNS, type Account } from '../accounts/account.js';
import { hashOf, isTokenShaped, newToken } from './opaque-token.js';
import { judgeRefresh, type RefreshTokenState, type RefreshVerdict } from './refresh-verdict.js';

/** A login nobody refreshes for so long is over. Each rotation starts the time anew. */
export const REFRESH_TOKEN_SECONDS = 14 * 24 * 60 * 60;

export type Rotation =
  | { kind: 'rotated'; token: string; loginId: LoginId; account: Account }
  | { kind: 'refused'; why: 'unknown' }
  | { kind: 'refused'; why: Extract<RefreshVerdict, { why: string }>['why']; loginId: LoginId };

type Row = RefreshTokenState & Account & { loginId: LoginId };

/**
 * Refresh tokens: opaque, one use each, stored as hashes. A successor is computed from its predecessor with a secret of
 * ours, so a repeated request gets the same answer although nothing that could be stolen was kept.
 */
@Injectable()
export class RefreshTokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SigningSecrets,
  ) {}

  /** The first token of a login. */
  async issue(manager: EntityManager, loginId: LoginId): Promise<string> {
    const token = newToken();
    await this.store(manager, loginId, token);
    return token;
  }

  /** Exchanges a token for its successor. Two that race for one token get the same successor. */
  async rotate(token: string): Promise<Rotation> {
    if (!isTokenShaped(token)) return { kind: 'refused', why: 'unknown' };
    return this.dataSource.transaction(async (manager): Promise<Rotation> => {
      const found = await this.lock(manager, token);
      if (!found) return { kind: 'refused', why: 'unknown' };
      const { loginId, ...account } = found;
      const verdict = judgeRefresh(found);
      if (verdict.kind === 'refuse') return { kind: 'refused', why: verdict.why, loginId };
      const successor =
        verdict.kind === 'rotate'
          ? await this.replace(manager, loginId, token)
          : await this.successorOf(manager, token);
      if (successor === undefined) return { kind: 'refused', why: 'unknown' };
      return { kind: 'rotated', token: successor, loginId, account };
    });
  }

  /** The login a token belongs to, however old the token is. */
  async loginOf(token: string): Promise<LoginId | undefined> {
    const [row] = await this.dataSource.query<{ loginId: LoginId }[]>(
      'SELECT login_id AS "loginId" FROM refresh_tokens WHERE hash = $1',
      [hashOf(token)],
    );
    return row?.loginId;
  }

  private async lock(manager: EntityManager, token: string): Promise<Row | undefined> {
    const [row] = await manager.query<Row[]>(
      `SELECT t.login_id AS "loginId", t.expires_at <= clock_timestamp() AS "isExpired",
         extract(epoch FROM clock_timestamp() - t.replaced_at)::float8 AS "replacedSecondsAgo",
         l.end_reason AS "loginEndReason", a."disabledAt" IS NOT NULL AS "isAccountDisabled", a.*
       FROM refresh_tokens t JOIN logins l ON l.id = t.login_id
         JOIN LATERAL (SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE id = l.account_id) a ON true
       WHERE t.hash = $1 FOR NO KEY UPDATE OF t`,
      [hashOf(token)],
    );
    return row;
  }

  private async replace(manager: EntityManager, loginId: LoginId, token: string): Promise<string> {
    await manager.query('UPDATE refresh_tokens SET replaced_at = clock_timestamp() WHERE hash = $1', [
      hashOf(token),
    ]);
    const successor = derive(token, this.secrets.current);
    await this.store(manager, loginId, successor);
    return successor;
  }

  /** While JWT_SECRET is rolled, a node with another first secret may have made it: the one that is stored counts. */
  private async successorOf(manager: EntityManager, token: string): Promise<string | undefined> {
    for (const secret of this.secrets.all) {
      const successor = derive(token, secret);
      const [row] = await manager.query<unknown[]>('SELECT 1 FROM refresh_tokens WHERE hash = $1', [
        hashOf(successor),
      ]);
      if (row) return successor;
    }
    return undefined;
  }

  private async store(manager: EntityManager, loginId: LoginId, token: string): Promise<void> {
    await manager.query(
      `INSERT INTO refresh_tokens (hash, login_id, expires_at)
       VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
      [hashOf(token), loginId, REFRESH_TOKEN_SECONDS],
    );
  }
}

/** The prefix keeps this use of the secret apart from signing JWTs, whose input never holds a colon. */
function derive(predecessor: string, secret: string): string {
  return createHmac('sha256', secret).update(`refresh-successor:${predecessor}`).digest('base64url');
}
