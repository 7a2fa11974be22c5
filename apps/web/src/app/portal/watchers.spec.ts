import { describe, expect, it } from '@jest/globals';
import { watchersOf, watcherWords } from './watchers.js';

const joined = (connection: string, by: string) => ({
  name: 'viewer.joined',
  data: { viewer: 'v', connection, by, access: 'view' },
});
const left = (connection: string, by: string) => ({
  name: 'viewer.left',
  data: { viewer: 'v', connection, by },
});

describe('who watches', () => {
  it('is nobody while only the owner looks', () => {
    expect(watchersOf([joined('a', 'customer')])).toEqual({ admins: 0, guests: [] });
  });

  it('is nobody whose event cannot be read', () => {
    expect(watchersOf([{ name: 'viewer.joined', data: { by: 'admin' } }])).toEqual({ admins: 0, guests: [] });
  });

  it('is nobody any more once the desktop was lost', () => {
    const events = [joined('a', 'admin'), { name: 'desktop.lost', data: { generation: 1 } }];
    expect(watchersOf(events).admins).toBe(0);
  });

  it('goes on watching when only the browser was started again', () => {
    const events = [
      joined('a', 'admin'),
      { name: 'desktop.restarted', data: { generation: 1, program: 'browser', times: 1 } },
    ];
    expect(watchersOf(events).admins).toBe(1);
  });

  it('is counted by connection: one that came back before it was known to be gone is there', () => {
    const events = [joined('a', 'admin'), joined('b', 'admin'), left('a', 'admin'), joined('c', 'guest')];
    expect(watchersOf(events)).toEqual({ admins: 1, guests: [undefined] });
  });

  it('is called what their link was made for', () => {
    const share = '0e8f1c2a-5b7d-4c3e-9a1f-000000000002';
    const link = { share, label: 'Ann', expiresAt: '2026-11-23T15:00:00.000Z' };
    const guest = joined('a', 'guest');
    const events = [
      { name: 'share.created', data: link },
      { ...guest, data: { ...guest.data, share } },
    ];
    expect(watchersOf(events).guests).toEqual(['Ann']);
  });
});

const nobody = undefined;
it.each([
  [0, [], undefined],
  [1, [], 'An administrator is watching'],
  [2, [], 'An administrator is watching'],
  [0, [nobody], '1 guest is watching'],
  [0, [nobody, nobody], '2 guests are watching'],
  [0, ['Ann'], 'Ann is watching'],
  [0, ['Ann', 'Ben'], 'Ann and Ben are watching'],
  [0, ['Ann', 'Ann'], 'Ann and 1 more guest are watching'],
  [0, ['Ann', nobody, 'Ben', 'Eve'], 'Ann, Ben and 2 more guests are watching'],
  [1, [nobody], 'An administrator and 1 guest are watching'],
  [1, ['Ann'], 'An administrator and Ann are watching'],
])('%d administrators and %j: %s', (admins, guests, words) => {
  expect(watcherWords({ admins, guests })).toBe(words);
});
