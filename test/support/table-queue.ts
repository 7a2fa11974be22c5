import type { DataSource, EntityManager } from 'typeorm';
import { JobQueue, type JobName, type Jobs, type QueueDepth } from '../../apps/api/src/queue/job-queue.js';

interface Row {
  id: string;
  name: JobName;
  data: never;
}

/**
 * A queue whose jobs run when the test says: rows of a table, so that a transaction that is rolled back takes its jobs with
 * it. A job that fails stays.
 */
export class TableQueue extends JobQueue {
  private readonly handlers = new Map<JobName, (data: never, signal: AbortSignal) => Promise<void>>();
  private readonly taken = new Set<string>();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  static async create(dataSource: DataSource): Promise<TableQueue> {
    await dataSource.query(
      'CREATE TABLE test_jobs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, data jsonb)',
    );
    return new TableQueue(dataSource);
  }

  async enqueue<Name extends JobName>(manager: EntityManager, name: Name, data: Jobs[Name]): Promise<void> {
    await manager.query('INSERT INTO test_jobs (name, data) VALUES ($1, $2)', [name, JSON.stringify(data)]);
  }

  work<Name extends JobName>(
    name: Name,
    handler: (data: Jobs[Name], signal: AbortSignal) => Promise<void>,
  ): void {
    this.handlers.set(name, handler);
  }

  async depth(): Promise<QueueDepth> {
    return { waiting: 0, oldestRunnableSeconds: 0 };
  }

  /** Runs the oldest jobs, `count` of them, at once; those that fail stay. @returns how many there were */
  async run(count: number): Promise<number> {
    const rows = await this.dataSource.query<Row[]>('SELECT * FROM test_jobs ORDER BY id LIMIT $1', [count]);
    const free = rows.filter(({ id }) => !this.taken.has(id));
    await Promise.all(free.map((row) => this.runOne(row)));
    return free.length;
  }

  private async runOne({ id, name, data }: Row): Promise<void> {
    this.taken.add(id);
    try {
      await this.handlers.get(name)?.(data, new AbortController().signal);
      await this.dataSource.query('DELETE FROM test_jobs WHERE id = $1', [id]);
    } catch {
      // the worker died at it, or it failed: it runs again
    } finally {
      this.taken.delete(id);
    }
  }
}
