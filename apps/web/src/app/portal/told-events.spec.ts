import { describe, expect, it } from '@jest/globals';
import { BACK_WITHIN_MS, toldEvents, undecidedFrom } from './told-events.js';

const START = Date.parse('2026-11-23T14:00:00.000Z');
const happened = (seq: number, name: string, data: Record<string, unknown>, second = seq) => ({
  seq,
  name,
  data,
  at: new Date(START + second * 1000).toISOString(),
});
const SHARE = '0b8a3a4e-5a39-4c1c-8a8e-5c0f6f0d6a11';
const guest = (connection: string) => ({
  viewer: connection,
  connection,
  by: 'guest',
  access: 'view',
  share: SHARE,
});
const admin = (viewer: string, connection: string) => ({ viewer, connection, by: 'admin', access: 'view' });
const own = (connection: string) => ({ viewer: 'w', connection, by: 'customer', access: 'control' });
const control = (seq: number, holder: string | null, how: string, holderKind = holder && 'user') =>
  happened(seq, 'control.changed', { holderKind, holder, epoch: seq, since: null, how });

const seqs = (events: ReturnType<typeof happened>[], reader: 'owner' | 'admin' = 'owner') =>
  toldEvents(events, reader).map(({ seq }) => seq);

describe('what is worth a line', () => {
  it('are not the owner’s own windows, but to an administrator', () => {
    const events = [
      happened(1, 'viewer.joined', own('a')),
      happened(2, 'desktop.lost', { generation: 1 }),
      happened(30, 'viewer.left', own('a')),
    ];
    expect(seqs(events)).toEqual([2]);
    expect(seqs(events, 'admin')).toEqual([1, 2, 30]);
  });

  it('is not one who came back at once, by their window or by their link', () => {
    const admins = [
      happened(1, 'viewer.joined', admin('v', 'a')),
      happened(20, 'viewer.left', admin('v', 'a')),
      happened(22, 'viewer.joined', admin('v', 'b')),
    ];
    const guests = [
      happened(1, 'viewer.joined', guest('a')),
      happened(20, 'viewer.left', guest('a')),
      happened(21, 'desktop.lost', { generation: 1 }),
      happened(22, 'viewer.joined', guest('b')),
    ];
    expect(seqs(admins)).toEqual([1]);
    expect(seqs(guests)).toEqual([1, 21]);
  });

  it('is not one who came back before they were known to be gone', () => {
    const events = [
      happened(1, 'viewer.joined', guest('a')),
      happened(20, 'viewer.joined', guest('b')),
      happened(25, 'viewer.left', guest('a')),
    ];
    expect(seqs(events)).toEqual([1]);
  });

  it('is one who came back late, another one, and one who only looked in', () => {
    const late = [
      happened(20, 'viewer.left', admin('v', 'a')),
      happened(31, 'viewer.joined', admin('v', 'b')),
    ];
    const another = [
      happened(20, 'viewer.left', admin('v', 'a')),
      happened(21, 'viewer.joined', admin('w', 'b')),
    ];
    const brief = [happened(20, 'viewer.joined', guest('a')), happened(22, 'viewer.left', guest('a'))];
    expect(seqs(late)).toEqual([20, 31]);
    expect(seqs(another)).toEqual([20, 21]);
    expect(seqs(brief)).toEqual([20, 22]);
  });

  it('is not that the only window takes what nobody holds, again and again', () => {
    const events = [control(1, 'a', 'input'), control(2, null, 'release'), control(3, 'a', 'take')];
    expect(seqs(events)).toEqual([]);
  });

  it('is not that a window takes what a window that is gone held', () => {
    expect(seqs([control(1, 'a', 'input'), control(2, 'b', 'input'), control(3, 'c', 'request')])).toEqual(
      [],
    );
  });

  it('is that control went from one window to another', () => {
    const events = [control(1, 'a', 'input'), control(2, 'b', 'take'), control(3, 'a', 'give')];
    expect(seqs(events)).toEqual([2, 3]);
  });

  it('is whatever the agent has to do with', () => {
    const events = [control(1, 'task', 'request', 'agent'), control(2, null, 'release')];
    expect(seqs([...events, control(3, 'a', 'input')])).toEqual([1, 2]);
  });
});

describe('whether somebody left', () => {
  const left = [happened(1, 'viewer.left', guest('a')), happened(8, 'viewer.left', guest('b'))];

  it('is known once they did not come back in time', () => {
    expect(undecidedFrom(left, START + 9_000)).toBe(1);
    expect(undecidedFrom(left, START + 1_000 + BACK_WITHIN_MS)).toBe(8);
    expect(undecidedFrom(left, START + 8_000 + BACK_WITHIN_MS)).toBe(Infinity);
  });

  it('is not doubted where there is no clock', () => {
    expect(undecidedFrom(left, Infinity)).toBe(Infinity);
  });
});
