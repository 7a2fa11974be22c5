import * as z from 'zod';
import type { Store } from './store/store.js';

/** What can be on the agenda; the subject is an id. */
export type AgendaKind = 'deliver' | 'expire' | 'settle';

export type AgendaHandler = (subject: string, data: Record<string, unknown>) => Promise<void> | void;

/** Longest a timer sleeps before it looks again; also keeps clear of setTimeout's limit of 2^31-1 ms. */
const LONGEST_SLEEP_MS = 60_000;

/** How soon an entry whose handler threw is tried again. */
const AFTER_FAILURE_MS = 5_000;

const AgendaRow = z.object({
  kind: z.enum(['deliver', 'expire', 'settle']),
  subject: z.string(),
  due_ms: z.number(),
  data: z.string().transform((json) => z.record(z.string(), z.unknown()).parse(JSON.parse(json))),
});

/**
 * Timers that survive a crash: what is to be done, and when, is a row. An entry stays until its handler removes it
 * or moves it, so a kill in the middle means the handler runs again: handlers must bear that.
 */
export class Agenda {
  private readonly handlers = new Map<AgendaKind, AgendaHandler>();
  private readonly running = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = true;

  constructor(
    private readonly store: Store,
    private readonly nowMs: () => number,
  ) {}

  on(kind: AgendaKind, handler: AgendaHandler): void {
    this.handlers.set(kind, handler);
  }

  start(): void {
    this.stopped = false;
    this.wake();
  }

  /** Starts nothing more and waits for what runs. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.allSettled(this.running.values());
  }

  /** Puts an entry down, or moves it. To be called inside the transaction that makes it necessary. */
  put(kind: AgendaKind, subject: string, dueMs: number, data: Record<string, unknown> = {}): void {
    this.store.run(
      `insert into agenda (kind, subject, due_ms, data) values (?, ?, ?, ?)
       on conflict (kind, subject) do update set due_ms = excluded.due_ms, data = excluded.data`,
      kind,
      subject,
      Math.ceil(dueMs),
      JSON.stringify(data),
    );
    setImmediate(() => this.wake());
  }

  /** True for the one caller that removed it. */
  remove(kind: AgendaKind, subject: string): boolean {
    return this.store.run('delete from agenda where kind = ? and subject = ?', kind, subject) > 0;
  }

  /** Runs what is due now and sleeps until the next entry. */
  wake(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    const next = this.store.row('select min(due_ms) as at from agenda where due_ms > ?', this.nowMs());
    for (const row of this.store.rows(
      'select * from agenda where due_ms <= ? order by due_ms',
      this.nowMs(),
    )) {
      this.run(AgendaRow.parse(row));
    }
    const sleepMs = typeof next?.['at'] === 'number' ? next['at'] - this.nowMs() : LONGEST_SLEEP_MS;
    this.timer = setTimeout(() => this.wake(), Math.min(Math.max(sleepMs, 1), LONGEST_SLEEP_MS));
  }

  private run(entry: z.infer<typeof AgendaRow>): void {
    const key = `${entry.kind} ${entry.subject}`;
    const handler = this.handlers.get(entry.kind);
    if (this.running.has(key) || !handler) return;
    const work = Promise.resolve()
      .then(() => handler(entry.subject, entry.data))
      .catch((error: unknown) => {
        process.stderr.write(`stripe sandbox: ${key} failed: ${String(error)}\n`);
        this.put(entry.kind, entry.subject, this.nowMs() + AFTER_FAILURE_MS, entry.data);
      })
      .finally(() => {
        this.running.delete(key);
        // What was put back while the handler ran was skipped as running: look once more.
        this.wake();
      });
    this.running.set(key, work);
  }
}
