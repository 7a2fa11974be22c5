import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SessionId, type AccountId, type EndReason, type Page, type SessionState } from '#contracts';
import { PreparedStatement } from '../database/prepared-statement.js';
import { batched } from '../kernel/batched.js';
import { JobQueue } from '../queue/job-queue.js';
import { EventLog } from './event-log.js';
import { SessionEnding, type EndedSession } from './ending.js';
import { sessionListQuery, toPage } from './session-list.js';
import { SELECT_SESSION, type SessionRecord } from './session-record.js';
import { newReference } from './session-reference.js';

export interface NewSession {
  accountId: string;
  /** Unique: a second session for the same order is refused by the database. */
  orderId: string;
  ttlSeconds: number;
}

export interface ListFilter {
  accountId?: string | undefined;
  state?: SessionState | undefined;
  /** Part of the customer's e-mail address or of the reference. */
  search?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** What other features do with sessions: create one, find them, end one. */
@Injectable()
export class Sessions {
  private readonly reading: PreparedStatement<SessionRecord>;
  private readonly record = batched((ids: readonly SessionId[]) => this.read(ids));

  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly queue: JobQueue,
    private readonly ending: SessionEnding,
  ) {
    this.reading = new PreparedStatement(
      dataSource,
      'read-sessions',
      `${SELECT_SESSION} WHERE s.id = ANY($1)`,
    );
  }

  /** In the caller's transaction: the session, its first event and the job that gives it a desktop, or none of them. */
  async create(manager: EntityManager, { accountId, orderId, ttlSeconds }: NewSession): Promise<SessionId> {
    const [row] = await manager.query<{ id: SessionId }[]>(
      `INSERT INTO sessions (account_id, order_id, reference, state, ttl_seconds)
       VALUES ($1, $2, $3, 'provisioning', $4) RETURNING id`,
      [accountId, orderId, newReference(), ttlSeconds],
    );
    if (!row) throw new Error('a session was not inserted');
    await this.events.append(manager, row.id, 'session.created', { ttlSeconds });
    await this.queue.enqueue(manager, 'provision-desktop', { sessionId: row.id });
    return row.id;
  }

  async end(sessionId: string, reason: EndReason): Promise<EndedSession | undefined> {
    return this.ending.end(sessionId, reason);
  }

  async find(sessionId: string): Promise<SessionRecord | undefined> {
    const id = SessionId.safeParse(sessionId);
    return id.success ? this.record(id.data) : undefined;
  }

  /** A session the caller may see: their own, or any for an admin. Somebody else's is as absent as one that never was. */
  async findFor(
    caller: { accountId: AccountId | string; role: string },
    sessionId: string,
  ): Promise<SessionRecord | undefined> {
    const record = await this.find(sessionId);
    return record && (record.accountId === caller.accountId || caller.role === 'admin') ? record : undefined;
  }

  async list({ accountId, state, search, limit, cursor }: ListFilter): Promise<Page<SessionRecord>> {
    const conditions = [
      ...(accountId ? [{ sql: (p: string) => `s.account_id = ${p}`, value: accountId }] : []),
      ...(state ? [{ sql: (p: string) => `s.state = ${p}`, value: state }] : []),
      ...(search ? [{ sql: searchCondition, value: search.toLowerCase() }] : []),
    ];
    const { sql, values } = sessionListQuery({ conditions, limit, cursor });
    return toPage(await this.dataSource.query(sql, values), limit);
  }

  private async read(ids: readonly SessionId[]): Promise<(SessionRecord | undefined)[]> {
    const rows = await this.reading.query([[...new Set(ids)]]);
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id));
  }
}

/** strpos, not LIKE: what a person types has no wildcards. */
const searchCondition = (p: string) =>
  `(strpos(lower(s.reference), ${p}) > 0
    OR EXISTS (SELECT FROM accounts a WHERE a.id = s.account_id AND strpos(a.email_key, ${p}) > 0))`;
