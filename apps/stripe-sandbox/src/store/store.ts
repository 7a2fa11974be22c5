import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/**
 * `seq` gives lists their order: two objects can share a second. `hidden` is what an object knows and the API does
 * not show. A row of `agenda` is something to be done at a time, a row of `deliveries` an event and its endpoint.
 */
const SCHEMA = `
  create table if not exists objects (
    seq integer primary key autoincrement, id text not null unique, kind text not null,
    body text not null, hidden text not null default '{}') strict;
  create index if not exists objects_by_kind on objects (kind, seq);
  create table if not exists events (
    seq integer primary key autoincrement, id text not null unique, type text not null,
    created integer not null, body text not null) strict;
  create table if not exists deliveries (
    event_id text primary key references events (id), attempts integer not null default 0,
    state text not null default 'pending', last_answer text) strict, without rowid;
  create table if not exists agenda (
    kind text not null, subject text not null, due_ms integer not null, data text not null default '{}',
    primary key (kind, subject)) strict, without rowid;
  create table if not exists idempotency (
    key text primary key, endpoint text not null, parameters text not null,
    status integer not null, body text not null, created_ms integer not null) strict, without rowid;
`;

export type Row = Record<string, SQLInputValue>;

/**
 * The sandbox's memory: one SQLite file. Every call is synchronous and every transaction is on the disk when it
 * returns (`synchronous = full`), so a kill between any two of them loses nothing that was answered. The file is
 * locked for as long as it is open: a second sandbox on the same folder fails to start.
 */
export class Store {
  private readonly database: DatabaseSync;

  constructor(stateDir: string) {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    this.database = new DatabaseSync(path.join(stateDir, 'sandbox.db'));
    this.database.exec(
      'pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full',
    );
    this.database.exec(SCHEMA);
  }

  rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.database.prepare(sql).all(...values);
  }

  row(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.database.prepare(sql).get(...values);
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.database.prepare(sql).run(...values).changes);
  }

  /** All of `work` or none of it. Not re-entrant, and `work` must not wait for anything. */
  transaction<Result>(work: () => Result): Result {
    this.database.exec('begin immediate');
    try {
      const result = work();
      this.database.exec('commit');
      return result;
    } catch (error) {
      this.database.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.database.close();
  }
}
