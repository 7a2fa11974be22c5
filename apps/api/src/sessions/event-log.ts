import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SessionEvent, SessionEventData, SessionEventName, SessionEventPage } from '#contracts';
import { PreparedStatement } from '../database/prepared-statement.js';
import { batched } from '../kernel/batched.js';
import { SignalBus } from '../signals/signal-bus.js';
import { readLogEpoch } from './log-epoch.js';

interface Row {
  seq: number;
  name: string;
  at: Date;
  data: Record<string, unknown>;
}

/** Read by one statement, so that its answer stays small: followers read 200 events at most at a time. */
const MAX_STRETCHES = 50;

/** A stretch of one session's log: events `after` < seq, at most `limit`. */
interface Stretch {
  sessionId: string;
  after: number;
  limit: number;
}

const READ = `
  SELECT w.id AS "sessionId", w."after"::float8 AS "after", w.most AS "limit", e.seq::float8 AS seq, e.name, e.at, e.data
  FROM unnest($1::uuid[], $2::bigint[], $3::int[]) AS w (id, "after", most)
  CROSS JOIN LATERAL (
    SELECT * FROM session_events WHERE session_id = w.id AND seq > w."after" ORDER BY seq LIMIT w.most
  ) e ORDER BY e.seq`;

/**
 * What happened in each session, in order. Sequence numbers are gap-free from 1 because they are taken in the
 * transaction that changed the state, under the session's row lock. Nothing follows `session.ended`.
 */
@Injectable()
export class EventLog implements OnModuleInit {
  /** Names this very log: another epoch means that the database was restored and old positions mean nothing. */
  epoch = '';

  private readonly reading: PreparedStatement<Row & Stretch>;
  private readonly stretch = batched((stretches: readonly Stretch[]) => this.read(stretches), MAX_STRETCHES);

  constructor(
    private readonly dataSource: DataSource,
    private readonly bus: SignalBus,
  ) {
    this.reading = new PreparedStatement(dataSource, 'read-events', READ);
  }

  async onModuleInit(): Promise<void> {
    this.epoch = await readLogEpoch(this.dataSource);
  }

  /** @returns the event's number, or undefined when the session has ended (or never was) and nothing was written */
  async append<Name extends SessionEventName>(
    manager: EntityManager,
    sessionId: string,
    name: Name,
    data: SessionEventData<Name>,
  ): Promise<number | undefined> {
    const [row] = await manager.query<{ seq: number }[]>(
      `WITH next AS (
         UPDATE sessions SET head_seq = head_seq + 1
         WHERE id = $1 AND (ended_at IS NULL OR $2 = 'session.ended') RETURNING head_seq
       )
       INSERT INTO session_events (session_id, seq, name, at, data)
       SELECT $1, head_seq, $2, clock_timestamp(), $3::jsonb FROM next RETURNING seq::float8 AS seq`,
      [sessionId, name, JSON.stringify(data)],
    );
    return row?.seq;
  }

  /** Hints that there is something new to read, after the commit. */
  announce(sessionId: string): void {
    this.bus.publish('session-events', sessionId);
  }

  /** One event in a transaction of its own. */
  async write<Name extends SessionEventName>(
    sessionId: string,
    name: Name,
    data: SessionEventData<Name>,
  ): Promise<void> {
    await this.append(this.dataSource.manager, sessionId, name, data);
    this.announce(sessionId);
  }

  /** Events `after` < seq, oldest first, at most `limit`; `head` is the newest number there is. */
  async page(sessionId: string, after: number, limit: number): Promise<SessionEventPage> {
    const rows = await this.dataSource.query<(Row & { head: number })[]>(
      `SELECT e.seq::float8 AS seq, e.name, e.at, e.data, s.head_seq::float8 AS head
       FROM sessions s LEFT JOIN LATERAL (
         SELECT * FROM session_events WHERE session_id = s.id AND seq > $2 ORDER BY seq LIMIT $3
       ) e ON true
       WHERE s.id = $1 ORDER BY e.seq`,
      [sessionId, after, limit],
    );
    const items = rows.filter((row) => row.name !== null).map((row) => toEvent(sessionId, row));
    return { items, head: rows[0]?.head ?? 0 };
  }

  /** Events `after` < seq, oldest first, at most `limit`: what followers are sent. */
  since(sessionId: string, after: number, limit: number): Promise<SessionEvent[]> {
    return this.stretch({ sessionId, after, limit });
  }

  /** Who comes back at the same moment often missed the same: that is read once. */
  private async read(stretches: readonly Stretch[]): Promise<SessionEvent[][]> {
    const distinct = new Map(stretches.map((stretch) => [keyOf(stretch), stretch]));
    const wanted = [...distinct.values()];
    const rows = await this.reading.query([
      wanted.map(({ sessionId }) => sessionId),
      wanted.map(({ after }) => after),
      wanted.map(({ limit }) => limit),
    ]);
    const read = Map.groupBy(rows, keyOf);
    const events = new Map([...read].map(([key, of]) => [key, of.map((row) => toEvent(row.sessionId, row))]));
    return stretches.map((stretch) => events.get(keyOf(stretch)) ?? []);
  }

  /** The newest number of each session: one look for all that a node's sockets follow. */
  async heads(sessionIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.dataSource.query<{ id: string; head: number }[]>(
      'SELECT id, head_seq::float8 AS head FROM sessions WHERE id = ANY($1)',
      [sessionIds],
    );
    return new Map(rows.map(({ id, head }) => [id, head]));
  }
}

function keyOf({ sessionId, after, limit }: Stretch): string {
  return `${sessionId} ${after} ${limit}`;
}

function toEvent(sessionId: string, { seq, name, at, data }: Row): SessionEvent {
  return { sessionId: sessionId as SessionEvent['sessionId'], seq, name, at: at.toISOString(), data };
}
