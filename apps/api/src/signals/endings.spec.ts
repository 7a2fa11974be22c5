import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { LocalSignalBus, silentLog } from '../../../../test/support/fakes.js';
import { Endings, type Ending } from './endings.js';
import { revocationBackstop } from './metrics.js';

/** The table of endings: by number when a hint names one, all of them when swept. */
function house() {
  const rows: (Ending & { n: string })[] = [];
  const query = (_sql: string, [by]: [unknown]) =>
    Promise.resolve(typeof by === 'string' ? rows.filter(({ n }) => n === by) : [...rows]);
  const bus = new LocalSignalBus();
  const endings = new Endings({ query } as never as DataSource, bus, silentLog);
  const heard: string[] = [];
  endings.onEnding(({ id }) => heard.push(id));
  const end = (id: string) => {
    const n = String(rows.length + 1);
    rows.push({ n, kind: 'session', id, reason: 'revoked', at: new Date() });
    endings.announce(n);
  };
  return { bus, endings, heard, end };
}

const caughtByTheSweep = async () => (await revocationBackstop.get()).values[0]?.value ?? 0;
const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('an ending', () => {
  it('is heard by its hint, and not again by the sweep', async () => {
    const { endings, heard, end } = house();
    const before = await caughtByTheSweep();
    end('one');
    await turns();
    expect(heard).toEqual(['one']);
    await endings.sweep();
    expect(heard).toEqual(['one']);
    expect(await caughtByTheSweep()).toBe(before);
  });

  it('whose hint was lost is heard by the sweep, once, and counted', async () => {
    const { bus, endings, heard, end } = house();
    const before = await caughtByTheSweep();
    bus.cut = true;
    end('one');
    await turns();
    expect(heard).toEqual([]);
    await endings.sweep();
    await endings.sweep();
    expect(heard).toEqual(['one']);
    expect(await caughtByTheSweep()).toBe(before + 1);
  });

  it('is not held up by a listener that fails', async () => {
    const { endings, heard, end } = house();
    endings.onEnding(() => {
      throw new Error('a listener');
    });
    endings.onEnding(({ id }) => heard.push(`${id} too`));
    end('one');
    await turns();
    expect(heard).toEqual(['one', 'one too']);
  });

  it('of before this process was started is known and told to nobody', async () => {
    const { bus, endings, heard, end } = house();
    bus.cut = true;
    end('one');
    await endings.onApplicationBootstrap();
    await endings.sweep();
    expect(heard).toEqual([]);
    expect(endings.alreadyTold([{ kind: 'session', id: 'one' }])).toHaveLength(1);
  });
});
