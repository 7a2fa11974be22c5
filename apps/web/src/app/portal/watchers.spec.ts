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
    expect(watchersOf([joined('a', 'customer')])).toEqual({ admin: 0, guest: 0 });
  });

  it('is nobody whose event cannot be read', () => {
    expect(watchersOf([{ name: 'viewer.joined', data: { by: 'admin' } }])).toEqual({ admin: 0, guest: 0 });
  });

  it('is nobody any more once the desktop was lost', () => {
    const events = [joined('a', 'admin'), { name: 'desktop.lost', data: { generation: 1 } }];
    expect(watchersOf(events).admin).toBe(0);
  });

  it('goes on watching when only the browser was started again', () => {
    const events = [
      joined('a', 'admin'),
      { name: 'desktop.restarted', data: { generation: 1, program: 'browser', times: 1 } },
    ];
    expect(watchersOf(events).admin).toBe(1);
  });

  it('is counted by connection: one that came back before it was known to be gone is there', () => {
    const events = [joined('a', 'admin'), joined('b', 'admin'), left('a', 'admin'), joined('c', 'guest')];
    expect(watchersOf(events)).toEqual({ admin: 1, guest: 1 });
  });
});

it.each([
  [0, 0, undefined],
  [1, 0, 'An administrator is watching'],
  [2, 0, 'An administrator is watching'],
  [0, 1, '1 guest is watching'],
  [0, 2, '2 guests are watching'],
  [1, 1, 'An administrator and 1 guest are watching'],
])('%d administrators and %d guests: %s', (admin, guest, words) => {
  expect(watcherWords({ admin, guest })).toBe(words);
});
