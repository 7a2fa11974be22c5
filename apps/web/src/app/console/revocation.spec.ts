import { describe, expect, it } from '@jest/globals';
import { AdminSession, Receipt } from '#contracts';
import { darkAfterMs, linesOf, outcomesOf, whatCloses } from './revocation.js';

const at = '2026-11-23T14:02:00.000Z';
const id = (n: number) => `0e8f1c2a-5b7d-4c3e-9a1f-00000000000${n}`;
const session = (n: number, events: number, desktop: number, state: 'ready' | 'gone' = 'ready') =>
  AdminSession.parse({
    id: id(n),
    reference: `R${n}`,
    state: 'active',
    createdAt: at,
    activatedAt: at,
    expiresAt: at,
    extendedSeconds: 0,
    creditedSeconds: 0,
    desktop: { state },
    now: at,
    customer: { id: id(9), email: 'mara@northwind.example' },
    connections: { events, desktop },
    egress: null,
  });
const receipt = (some: Partial<Receipt>) =>
  Receipt.parse({ sessionId: id(1), revokedAt: at, complete: true, closed: [], missing: [], ...some });

describe('whatCloses', () => {
  it('leaves out what is not open', () => {
    expect(whatCloses([session(1, 0, 0, 'gone')])).toEqual([]);
  });
  it('counts over all sessions', () => {
    expect(whatCloses([session(1, 2, 1), session(2, 1, 0)])).toEqual([
      { kind: 'events', count: 3 },
      { kind: 'desktop', count: 1 },
      { kind: 'process', count: 2 },
    ]);
  });
});

describe('outcomesOf', () => {
  it('calls a session that the answer does not name not found', () => {
    expect(outcomesOf([session(1, 0, 0)], [])).toMatchObject([{ status: 'not_found', receipt: undefined }]);
  });
});

describe('linesOf', () => {
  it('puts what closed in the order in which it did, and what is missing last', () => {
    const lines = linesOf(
      receipt({
        closed: [
          { kind: 'process', id: 'p', node: 'n', afterMs: 400 },
          { kind: 'events', id: 'e', node: 'n', afterMs: 3 },
        ],
        missing: [{ kind: 'task', id: 't', node: 'n' }],
      }),
    );
    expect(lines.map(({ id, afterMs }) => [id, afterMs])).toEqual([
      ['e', 3],
      ['p', 400],
      ['t', undefined],
    ]);
  });
});

describe('darkAfterMs', () => {
  it('does not call a session dark while something is missing', () => {
    const closed = [{ kind: 'events' as const, id: 'e', node: 'n', afterMs: 3 }];
    expect(darkAfterMs(receipt({ complete: false, closed }))).toBeUndefined();
    expect(darkAfterMs(receipt({ complete: true, closed }))).toBe(3);
  });
  it('has no number when nothing was open', () => {
    expect(darkAfterMs(receipt({}))).toBeUndefined();
  });
});
