import { beforeEach, describe, expect, it } from '@jest/globals';
import { LocalSignalBus, silentLog } from '../../../../../test/support/fakes.js';
import { freeLease, type LeaseRecord } from './control-lease.js';
import { ControlWatch } from './control-watch.js';
import type { SessionControl } from './session-control.js';

const lease = (epoch: number, more: Partial<LeaseRecord> = {}): LeaseRecord => ({
  ...freeLease('s'),
  epoch,
  ...more,
});

/** The table, and when its readers get their answer. */
class Table {
  row: LeaseRecord | undefined;
  reads = 0;
  gate: Promise<unknown> = Promise.resolve();
  fails = false;

  readAll = async (): Promise<Map<string, LeaseRecord>> => {
    this.reads += 1;
    const { row, fails } = this;
    await this.gate;
    if (fails) throw new Error('no database');
    return new Map(row ? [['s', row]] : []);
  };
}

let table: Table;
let bus: LocalSignalBus;
let watch: ControlWatch;
let epochs: number[];
const follow = () => watch.follow('s', ({ epoch }) => epochs.push(epoch));
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  table = new Table();
  bus = new LocalSignalBus();
  watch = new ControlWatch(table as unknown as SessionControl, bus, silentLog);
  epochs = [];
});

describe('a lease in memory', () => {
  it('never goes back to an older epoch', async () => {
    table.row = lease(2);
    const followed = follow();
    await followed.ready;
    watch.learn(lease(1));
    expect(followed.current?.epoch).toBe(2);
    expect(epochs).toEqual([]);
  });

  it('is not what a slow read found when a later one found something else', async () => {
    table.row = lease(1, { present: true });
    const followed = follow();
    await followed.ready;
    const slow = Promise.withResolvers<undefined>();
    table.gate = slow.promise;
    const sweeping = watch.sweep();
    table.gate = Promise.resolve();
    table.row = lease(1, { present: false });
    await watch.sweep();
    slow.resolve(undefined);
    await sweeping;
    expect(followed.current?.present).toBe(false);
  });

  it('is unknown, and not ready, when the database cannot be asked', async () => {
    table.fails = true;
    const followed = follow();
    await expect(followed.ready).rejects.toThrow('no database');
    expect(followed.current).toBeUndefined();
    await expect(watch.sweep()).resolves.toBeUndefined();
  });

  it('is free at epoch 0 where the table has none', async () => {
    const followed = follow();
    await followed.ready;
    expect(followed.current).toEqual(freeLease('s'));
  });

  it('is read anew at a hint, and tells of the new epoch once', async () => {
    const followed = follow();
    await followed.ready;
    table.row = lease(1);
    bus.publish('control-changed', 's');
    bus.publish('control-changed', 's');
    await settled();
    expect(followed.current?.epoch).toBe(1);
    expect(epochs).toEqual([1]);
  });

  it('is read anew by the sweep when hints are lost', async () => {
    const followed = follow();
    await followed.ready;
    bus.cut = true;
    table.row = lease(4);
    bus.publish('control-changed', 's');
    await settled();
    expect(followed.current?.epoch).toBe(0);
    await watch.sweep();
    expect(followed.current?.epoch).toBe(4);
  });

  it('is not read for sessions nobody follows, any more or at all', async () => {
    const [one, other] = [follow(), follow()];
    await Promise.all([one.ready, other.ready]);
    one.stop();
    other.stop();
    const { reads } = table;
    bus.publish('control-changed', 's');
    bus.publish('control-changed', 'another');
    await watch.sweep();
    expect(table.reads).toBe(reads);
  });
});
