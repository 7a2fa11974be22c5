import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type {
  AccountId,
  ConnectionToken,
  DesktopAccess,
  LoginId,
  Role,
  SessionId,
  ShareId,
  ViewerId,
} from '#contracts';
import { hashOf, isTokenShaped, newToken } from '../logins/opaque-token.js';
import { whyRefused, type ConnectionPurpose, type RedeemRefusal, type TokenState } from './why-refused.js';

export const CONNECTION_TOKEN_SECONDS = 30;

interface Opening {
  purpose: ConnectionPurpose;
  sessionId?: SessionId;
  access?: DesktopAccess;
  /** Of the desktop: a token for one that has been replaced since opens nothing. */
  generation?: number;
}

/** What a token opens: one socket of one kind, for one login. */
export interface LoginRequest extends Opening {
  accountId: AccountId;
  loginId: LoginId;
  /** The window that shows the desktop. */
  viewer?: ViewerId;
}

/** Or, for whoever has a share link: the view of one desktop, and nothing else. The table refuses anything more. */
export interface ShareRequest extends Opening {
  purpose: 'desktop';
  sessionId: SessionId;
  access: 'view';
  shareId: ShareId;
  /** Whose desktop it is, not who watches. */
  accountId: AccountId;
}

export type ConnectionRequest = LoginRequest | ShareRequest;

/** A redeemed token; the role is the account's at that moment, `until` is when the link stops working. */
export type ConnectionGrant = (LoginRequest & { role: Role }) | (ShareRequest & { until: Date });

export type Redemption =
  { kind: 'granted'; grant: ConnectionGrant } | { kind: 'refused'; why: RedeemRefusal };

interface Row {
  purpose: ConnectionPurpose;
  accountId: AccountId;
  loginId: LoginId | null;
  shareId: ShareId | null;
  until: Date | null;
  role: Role;
  sessionId: SessionId | null;
  access: DesktopAccess | null;
  generation: number | null;
  viewer: ViewerId | null;
}

/** What a token rests on besides its own time: a login that goes on, or a link that still works. */
const STANDS = `(
  EXISTS (SELECT FROM logins WHERE id = t.login_id AND account_id = t.account_id AND ended_at IS NULL)
  OR EXISTS (SELECT FROM shares WHERE id = t.share_id AND revoked_at IS NULL AND expires_at > clock_timestamp()))`;

/** Opaque tokens that open one socket once, within 30 seconds of the database's time. Stored as hashes. */
@Injectable()
export class ConnectionTokens {
  constructor(private readonly dataSource: DataSource) {}

  /** Whoever mints has decided that the caller may have this socket. */
  async mint(request: ConnectionRequest): Promise<ConnectionToken> {
    const { purpose, accountId, sessionId, access, generation } = request;
    const ofShare = 'shareId' in request;
    const [shareId, loginId, viewer] = ofShare ? [request.shareId] : [null, request.loginId, request.viewer];
    const token = newToken();
    await this.dataSource.query(
      `INSERT INTO connection_tokens
         (hash, purpose, account_id, login_id, share_id, session_id, access, generation, viewer, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + make_interval(secs => $10))`,
      [
        ...[hashOf(token), purpose, accountId, loginId, shareId, sessionId, access, generation, viewer],
        CONNECTION_TOKEN_SECONDS,
      ],
    );
    return { token, expiresIn: CONNECTION_TOKEN_SECONDS };
  }

  /** Uses a token up. One statement: of two that come at once, one is granted. */
  async redeem(token: string, purpose: ConnectionPurpose): Promise<Redemption> {
    if (!isTokenShaped(token)) return { kind: 'refused', why: whyRefused(token, purpose, undefined) };
    const [[row]] = await this.dataSource.query<[Row[], number]>(
      `UPDATE connection_tokens t SET used_at = clock_timestamp() FROM accounts a
       WHERE t.hash = $1 AND t.purpose = $2 AND t.used_at IS NULL AND t.expires_at > clock_timestamp()
         AND a.id = t.account_id AND a.disabled_at IS NULL AND ${STANDS}
       RETURNING t.purpose, t.account_id AS "accountId", t.login_id AS "loginId", a.role, t.share_id AS "shareId",
         (SELECT expires_at FROM shares WHERE id = t.share_id) AS until,
         t.session_id AS "sessionId", t.access, t.generation, t.viewer`,
      [hashOf(token), purpose],
    );
    if (!row) return { kind: 'refused', why: whyRefused(token, purpose, await this.stateOf(token)) };
    return { kind: 'granted', grant: toGrant(row) };
  }

  private async stateOf(token: string): Promise<TokenState | undefined> {
    const [state] = await this.dataSource.query<TokenState[]>(
      `SELECT t.purpose, t.used_at IS NOT NULL AS "isUsed", l.ended_at IS NOT NULL AS "isLoginEnded",
         a.disabled_at IS NOT NULL AS "isAccountDisabled",
         coalesce(s.revoked_at IS NOT NULL OR s.expires_at <= clock_timestamp(), false) AS "isShareOver"
       FROM connection_tokens t JOIN accounts a ON a.id = t.account_id
       LEFT JOIN logins l ON l.id = t.login_id LEFT JOIN shares s ON s.id = t.share_id
       WHERE t.hash = $1`,
      [hashOf(token)],
    );
    return state;
  }
}

function toGrant(row: Row): ConnectionGrant {
  const { purpose, accountId, loginId, shareId, until, role, sessionId, access, generation, viewer } = row;
  if (shareId !== null && until !== null && sessionId !== null) {
    const ofShare = { purpose: 'desktop', accountId, shareId, until, sessionId, access: 'view' } as const;
    return { ...ofShare, ...(generation !== null && { generation }) };
  }
  if (loginId === null) throw new Error('a token of neither a login nor a share link was redeemed');
  return {
    purpose,
    accountId,
    loginId,
    role,
    ...(sessionId !== null && { sessionId }),
    ...(access !== null && { access }),
    ...(generation !== null && { generation }),
    ...(viewer !== null && { viewer }),
  };
}
