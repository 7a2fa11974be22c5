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
import { PreparedStatement } from '../../database/prepared-statement.js';
import { batched } from '../../kernel/batched.js';
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

/** Or, for whoever has a share link: the view of one desktop, or its sound, and nothing else. The table refuses anything more. */
export interface ShareRequest extends Opening {
  purpose: 'desktop' | 'sound';
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

type MintedToken = ConnectionRequest & Offer;

interface Offer {
  /** Hexadecimal. */
  hash: string;
  purpose: ConnectionPurpose;
}

interface Row extends Offer {
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

/** Locked in one order: two nodes that are offered the same tokens do not wait for each other. */
const USE = `
  WITH offered AS (
    SELECT t.hash FROM connection_tokens t
    JOIN unnest($1::text[], $2::text[]) AS o (hash, purpose) ON t.hash = decode(o.hash, 'hex') AND t.purpose = o.purpose
    WHERE t.used_at IS NULL AND t.expires_at > clock_timestamp() ORDER BY t.hash FOR UPDATE OF t
  )
  UPDATE connection_tokens t SET used_at = clock_timestamp() FROM offered, accounts a
  WHERE t.hash = offered.hash AND a.id = t.account_id AND a.disabled_at IS NULL AND ${STANDS}
  RETURNING encode(t.hash, 'hex') AS hash, t.purpose, t.account_id AS "accountId", t.login_id AS "loginId", a.role, t.share_id AS "shareId",
    (SELECT expires_at FROM shares WHERE id = t.share_id) AS until,
    t.session_id AS "sessionId", t.access, t.generation, t.viewer`;

/** Opaque tokens that open one socket once, within 30 seconds of the database's time. Stored as hashes. */
@Injectable()
export class ConnectionTokens {
  private readonly written = batched((minted: readonly MintedToken[]) => this.write(minted));
  private readonly used = batched((offers: readonly Offer[]) => this.useUp(offers));
  private readonly using: PreparedStatement<Row>;

  constructor(private readonly dataSource: DataSource) {
    this.using = new PreparedStatement(dataSource, 'use-connection-tokens', USE);
  }

  /** Whoever mints has decided that the caller may have this socket. */
  async mint(request: ConnectionRequest): Promise<ConnectionToken> {
    const token = newToken();
    await this.written({ ...request, hash: hexHashOf(token) });
    return { token, expiresIn: CONNECTION_TOKEN_SECONDS };
  }

  private async write(minted: readonly MintedToken[]): Promise<undefined[]> {
    await this.dataSource.query(
      `INSERT INTO connection_tokens
         (hash, purpose, account_id, login_id, share_id, session_id, access, generation, viewer, expires_at)
       SELECT decode(hash, 'hex'), purpose, "accountId", "loginId", "shareId", "sessionId", access, generation, viewer,
         clock_timestamp() + make_interval(secs => $2)
       FROM json_to_recordset($1) AS minted (hash text, purpose text, "accountId" uuid, "loginId" uuid, "shareId" uuid,
         "sessionId" uuid, access text, generation int, viewer uuid)`,
      [JSON.stringify(minted), CONNECTION_TOKEN_SECONDS],
    );
    return minted.map(() => undefined);
  }

  /** Uses a token up. Of two that come at once, to whichever nodes, one is granted. */
  async redeem(token: string, purpose: ConnectionPurpose): Promise<Redemption> {
    if (!isTokenShaped(token)) return { kind: 'refused', why: whyRefused(token, purpose, undefined) };
    const row = await this.used({ hash: hexHashOf(token), purpose });
    if (!row) return { kind: 'refused', why: whyRefused(token, purpose, await this.stateOf(token)) };
    return { kind: 'granted', grant: toGrant(row) };
  }

  private async useUp(offers: readonly Offer[]): Promise<(Row | undefined)[]> {
    const rows = await this.using.query([
      offers.map(({ hash }) => hash),
      offers.map(({ purpose }) => purpose),
    ]);
    const used = new Map(rows.map((row) => [keyOf(row), row]));
    return offers.map((offer) => {
      const row = used.get(keyOf(offer));
      used.delete(keyOf(offer)); // offered twice at once, it is the first one's
      return row;
    });
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

function hexHashOf(token: string): string {
  return hashOf(token).toString('hex');
}

function keyOf({ hash, purpose }: Offer): string {
  return `${purpose} ${hash}`;
}

function toGrant(row: Row): ConnectionGrant {
  const { purpose, accountId, loginId, shareId, until, role, sessionId, access, generation, viewer } = row;
  if (shareId !== null && until !== null && sessionId !== null && purpose !== 'events') {
    const ofShare = { purpose, accountId, shareId, until, sessionId, access: 'view' } as const;
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
