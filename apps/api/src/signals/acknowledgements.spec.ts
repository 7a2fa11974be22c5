import { describe, expect, it, jest } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Acknowledgements } from './acknowledgements.js';
import type { Holder } from './holder.js';

/** A database that may be away; remembers the ids of each statement. */
class FakeTable {
  isAway = false;
  readonly statements: string[][] = [];
  readonly dataSource = {
    query: (_sql: string, values: string[][]) => this.query(values),
  } as never as DataSource;
  private async query([, , ids = []]: string[][]): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.isAway) throw new Error('connection refused');
    this.statements.push(ids);
  }
}

const holder = (id: string): Holder => ({ sessionId: 'one', kind: 'events', id });

describe('acknowledgements', () => {
  it('that fall due in one turn are one statement', async () => {
    const table = new FakeTable();
    const acknowledgements = new Acknowledgements(table.dataSource);
    await Promise.all(['a', 'b', 'c'].map((id) => acknowledgements.add(holder(id))));
    expect(table.statements).toEqual([['a', 'b', 'c']]);
  });

  it('that fall due while one is written are the next', async () => {
    const table = new FakeTable();
    const acknowledgements = new Acknowledgements(table.dataSource);
    const first = acknowledgements.add(holder('a'));
    await new Promise((resolve) => setImmediate(resolve));
    const others = ['b', 'c'].map((id) => acknowledgements.add(holder(id)));
    await Promise.all([first, ...others]);
    expect(table.statements).toEqual([['a'], ['b', 'c']]);
  });

  it('are owed until the database is back, and told as written only then', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const table = new FakeTable();
    table.isAway = true;
    const acknowledgements = new Acknowledgements(table.dataSource);
    let isWritten = false;
    const written = acknowledgements.add(holder('a')).then(() => (isWritten = true));
    await jest.advanceTimersByTimeAsync(3_000);
    expect(isWritten).toBe(false);
    table.isAway = false;
    await jest.advanceTimersByTimeAsync(1_000);
    jest.useRealTimers();
    await written;
    expect(table.statements).toEqual([['a']]);
  });
});
