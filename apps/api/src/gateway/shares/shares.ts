import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  MAX_SHARES_PER_SESSION,
  type AccountId,
  type AuditAction,
  type SessionId,
  type ShareId,
} from '#contracts';
import { AuditTrail } from '../../audit/audit-trail.js';
import { hashOf, isTokenShaped, newToken } from '../../auth/index.js';
import { AppError } from '../../kernel/app-error.js';
import { EventLog } from '../../sessions/event-log.js';
import type { SessionRecord } from '../../sessions/session-record.js';
import { Endings } from '../../signals/endings.js';

export interface ShareRecord {
  id: ShareId;
  sessionId: SessionId;
  label: string | null;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

export interface NewShare {
  label: string | undefined;
  expiresInSeconds: number;
}

/** A link that was just used. */
export interface OpenedShare {
  shareId: ShareId;
  sessionId: SessionId;
  /** Whose desktop it is. */
  accountId: AccountId;
  expiresAt: Date;
}

type SharedSession = Pick<SessionRecord, 'id' | 'reference'>;

const COLUMNS = `id, session_id AS "sessionId", label, created_at AS "createdAt", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt"`;

/** Links to watch a session's desktop. A link's secret is told once, to who makes it; only its hash is kept. */
@Injectable()
export class Shares {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly endings: Endings,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * The link works until its own time or the session's is over.
   * @throws AppError SESSION_ENDED, DESKTOP_NOT_READY before the session's time has begun, TOO_MANY_SHARES
   */
  async create(
    session: SharedSession,
    share: NewShare,
    actor: string,
  ): Promise<{ share: ShareRecord; secret: string }> {
    const secret = newToken();
    const created = await this.dataSource.transaction(async (manager) => {
      await this.requireActive(manager, session.id);
      const row = await this.insert(manager, session.id, share, secret);
      const { id, label } = row;
      const expiresAt = row.expiresAt.toISOString();
      await this.events.append(manager, session.id, 'share.created', { share: id, label, expiresAt });
      await this.recordDeed(manager, 'share.created', session, row, actor);
      return row;
    });
    this.events.announce(session.id);
    return { share: created, secret };
  }

  /** Those that still work, newest first; there are never more than MAX_SHARES_PER_SESSION. */
  async list(sessionId: string): Promise<ShareRecord[]> {
    return this.dataSource.query<ShareRecord[]>(
      `SELECT ${COLUMNS} FROM shares
       WHERE session_id = $1 AND revoked_at IS NULL AND expires_at > clock_timestamp()
         AND EXISTS (SELECT FROM sessions WHERE id = $1 AND state <> 'ended')
       ORDER BY created_at DESC, id DESC`,
      [sessionId],
    );
  }

  /** Takes a link back and closes who watches by it, on every node. @returns false when there is no such link */
  async revoke(session: SharedSession, shareId: string, actor: string): Promise<boolean> {
    const ending = await this.dataSource.transaction(async (manager) => {
      const [[row]] = await manager.query<[Pick<ShareRecord, 'id' | 'label'>[], number]>(
        `UPDATE shares SET revoked_at = clock_timestamp()
         WHERE id = $1 AND session_id = $2 AND revoked_at IS NULL RETURNING id, label`,
        [shareId, session.id],
      );
      if (!row) return undefined;
      const { id, label } = row;
      await this.events.append(manager, session.id, 'share.revoked', { share: id, label });
      await this.recordDeed(manager, 'share.revoked', session, row, actor);
      return this.endings.record(manager, { kind: 'share', id, reason: 'revoked' });
    });
    if (ending === undefined) return this.exists(session.id, shareId);
    this.endings.announce(ending);
    this.events.announce(session.id);
    return true;
  }

  /**
   * Uses a link. Of a session that is over it still tells whose it was, so that a guest hears that and not that the
   * link never worked.
   */
  async open(secret: string): Promise<OpenedShare | undefined> {
    if (!isTokenShaped(secret)) return undefined;
    const [[opened]] = await this.dataSource.query<[OpenedShare[], number]>(
      `UPDATE shares sh SET last_used_at = clock_timestamp() FROM sessions s JOIN accounts a ON a.id = s.account_id
       WHERE sh.hash = $1 AND s.id = sh.session_id AND sh.revoked_at IS NULL AND a.disabled_at IS NULL
         AND (sh.expires_at > clock_timestamp() OR s.state = 'ended')
       RETURNING sh.id AS "shareId", s.id AS "sessionId", a.id AS "accountId", sh.expires_at AS "expiresAt"`,
      [hashOf(secret)],
    );
    return opened;
  }

  /** Whose desktop a link that works shows; nothing is written of the question. */
  async sessionOf(secret: string): Promise<SessionId | undefined> {
    if (!isTokenShaped(secret)) return undefined;
    const [row] = await this.dataSource.query<{ id: SessionId }[]>(
      `SELECT session_id AS id FROM shares
       WHERE hash = $1 AND revoked_at IS NULL AND expires_at > clock_timestamp()`,
      [hashOf(secret)],
    );
    return row?.id;
  }

  /** Locks the session's row: links of one session are made one after the other, so that none is miscounted. */
  private async requireActive(manager: EntityManager, sessionId: string): Promise<void> {
    const [session] = await manager.query<{ state: string }[]>(
      'SELECT state FROM sessions WHERE id = $1 FOR UPDATE',
      [sessionId],
    );
    if (session?.state === 'active') return;
    throw new AppError(session?.state === 'provisioning' ? 'DESKTOP_NOT_READY' : 'SESSION_ENDED');
  }

  private async insert(
    manager: EntityManager,
    sessionId: string,
    { label, expiresInSeconds }: NewShare,
    secret: string,
  ): Promise<ShareRecord> {
    const [row] = await manager.query<ShareRecord[]>(
      `INSERT INTO shares (session_id, hash, label, expires_at)
       SELECT id, $2, $3, least(expires_at,
         date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $4))
       FROM sessions WHERE id = $1 AND $5 > (
         SELECT count(*) FROM shares
         WHERE session_id = $1 AND revoked_at IS NULL AND expires_at > clock_timestamp()
       ) RETURNING ${COLUMNS}`,
      [sessionId, hashOf(secret), label ?? null, expiresInSeconds, MAX_SHARES_PER_SESSION],
    );
    if (!row) throw new AppError('TOO_MANY_SHARES', { detail: 'Take one back first.' });
    return row;
  }

  private async recordDeed(
    manager: EntityManager,
    action: AuditAction,
    { id: sessionId, reference }: SharedSession,
    { id: shareId, label }: Pick<ShareRecord, 'id' | 'label'>,
    actor: string,
  ): Promise<void> {
    const data = { sessionId, shareId, label };
    await this.audit.record({ action, actor, subject: reference, data }, manager);
  }

  private async exists(sessionId: string, shareId: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      'SELECT 1 FROM shares WHERE id = $1 AND session_id = $2',
      [shareId, sessionId],
    );
    return rows.length > 0;
  }
}
