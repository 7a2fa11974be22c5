import { describe, expect, it } from '@jest/globals';
import type { DesktopPhase } from '#contracts';
import type { Trace } from '../trace.js';
import { compareLedger } from './compare-ledger.js';

const LEAVES = { process: 2, file: 1 };
const trace = (desktopId: string, kind: Trace['kind'], id = '1'): Trace => ({ desktopId, kind, id });
const whole = (id: string) => [trace(id, 'process', '1'), trace(id, 'process', '2'), trace(id, 'file')];
const row = (phase: DesktopPhase) => ({ desktopId: 'a', phase });

describe('a desktop that a row names', () => {
  it.each(['warm', 'ready'] as const)('is kept while all of it is there: %s', (phase) => {
    expect(compareLedger([row(phase)], whole('a'), LEAVES)).toMatchObject([
      { verdict: 'kept', expected: LEAVES, found: { process: 2, file: 1 }, orphans: [] },
    ]);
  });

  it.each(['warm', 'ready'] as const)('is missing something when less is there: %s', (phase) => {
    expect(compareLedger([row(phase)], [trace('a', 'file')], LEAVES)).toMatchObject([{ verdict: 'missing' }]);
    expect(compareLedger([row(phase)], [], LEAVES)).toMatchObject([{ verdict: 'missing', found: {} }]);
  });

  it.each(['starting', 'ending'] as const)('may be there in any part while it comes or goes: %s', (phase) => {
    for (const traces of [[], [trace('a', 'file')], whole('a')])
      expect(compareLedger([row(phase)], traces, LEAVES)).toMatchObject([{ verdict: 'kept' }]);
  });

  it('has nothing to leave once it is lost', () => {
    expect(compareLedger([row('lost')], [], LEAVES)).toMatchObject([{ verdict: 'kept' }]);
    expect(compareLedger([row('lost')], whole('a'), LEAVES)).toMatchObject([{ verdict: 'orphan' }]);
  });
});

it('calls nobody’s what no row names, whatever it is', () => {
  const left = trace('b', 'socket');
  expect(compareLedger([row('ready')], [...whole('a'), left], LEAVES)).toMatchObject([
    { desktopId: 'a', verdict: 'kept' },
    { desktopId: 'b', phase: null, verdict: 'orphan', orphans: [left] },
  ]);
});
