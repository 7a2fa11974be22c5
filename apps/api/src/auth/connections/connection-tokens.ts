import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId, ConnectionToken, DesktopAccess, LoginId, Role, SessionId } from '#contracts';
import { hashOf, isTokenShaped, newToken } from '../logins/opaque-token.js';
import { whyRefused, type ConnectionPurpose, type RedeemRefusal, type TokenState } from './why-refused.js';

export const CONNECTION_TOKEN_SECONDS = 30;

/** What a token opens: one socket of one kind, for one login. */
export interface ConnectionRequest {
  purpose: ConnectionPurpose;
  accountId: AccountId;
  loginId: LoginId;
  sessionId?: SessionId;
  access?: DesktopAccess;
  /** Of the desktop: a token for one that has been replaced since opens nothing. */
  generation?: number;
}

/** A redeemed token; the role is the account's at that moment. */
export type ConnectionGrant = ConnectionRequest & { role: Role };

export type Redemption =
  { kind: 'granted'; grant: ConnectionGrant } | { kind: 'refused'; why: RedeemRefusal };

interface Row {
  purpose: ConnectionPurpose;
  accountId: AccountId;
  loginId: LoginId;
  role: Role;
  sessionId: SessionId | null;
  access: DesktopAccess | null;
  generation: number | null;
}

/** Opaque tokens that open one socket once, within 30 seconds of the database's time. Stored as hashes. */
@Injectable()
export class ConnectionTokens {
  constructor(private readonly dataSource: DataSource) {}

  /** Whoever mints has decided that the caller may have this socket. */
  async mint(request: ConnectionRequest): Promise<ConnectionToken> {
    const { purpose, accountId, loginId, sessionId, access, generation } = request;
    const token = newToken();
    await this.dataSource.query(
      `INSERT INTO connection_tokens (hash, purpose, account_id, login_id, session_id, access, generation, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + make_interval(secs => $8))`,
      [hashOf(token), purpose, accountId, loginId, sessionId, access, generation, CONNECTION_TOKEN_SECONDS],
    );
    return { token, expiresIn: CONNECTION_TOKEN_SECONDS };
  }

  /** Uses a token up. One statement: of two that come at once, one is granted. */
  async redeem(token: string, purpose: ConnectionPurpose): Promise<Redemption> {
    if (!isTokenShaped(token)) return { kind: 'refused', why: whyRefused(token, purpose, undefined) };
    const [[row]] = await this.dataSource.query<[Row[], number]>(
      `UPDATE connection_tokens t SET used_at = clock_timestamp()
       FROM logins l JOIN accounts a ON a.id = l.account_id
       WHERE t.hash = $1 AND t.purpose = $2 AND t.used_at IS NULL AND t.expires_at > clock_timestamp()
         AND l.id = t.login_id AND l.ended_at IS NULL AND a.disabled_at IS NULL
       RETURNING t.purpose, t.account_id AS "accountId", t.login_id AS "loginId", a.role,
         t.session_id AS "sessionId", t.access, t.generation`,
      [hashOf(token), purpose],
    );
    if (!row) return { kind: 'refused', why: whyRefused(token, purpose, await this.stateOf(token)) };
    const { sessionId, access, generation, ...grant } = row;
    return {
      kind: 'granted',
      grant: {
        ...grant,
        ...(sessionId !== null && { sessionId }),
        ...(access !== null && { access }),
        ...(generation !== null && { generation }),
      },
    };
  }

  private async stateOf(token: string): Promise<TokenState | undefined> {
    const [state] = await this.dataSource.query<TokenState[]>(
      `SELECT t.purpose, t.used_at IS NOT NULL AS "isUsed", l.ended_at IS NOT NULL AS "isLoginEnded",
         a.disabled_at IS NOT NULL AS "isAccountDisabled"
       FROM connection_tokens t JOIN logins l ON l.id = t.login_id JOIN accounts a ON a.id = t.account_id
       WHERE t.hash = $1`,
      [hashOf(token)],
    );
    return state;
  }
}
