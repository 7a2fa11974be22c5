import { describe, expect, it } from '@jest/globals';
import { checkHistory } from './check-history.js';
import type { Entry, FollowerHistory, SessionHistory, SocketHistory } from './history.js';

const DEADLINE = 100_000;
const entry = (seq: number, name = 'egress.denied'): Entry => ({ seq, name, data: { count: seq } });
const LOG = [entry(1), entry(2), entry(3)];
const ENDED = [...LOG, entry(4, 'session.ended')];

const socket = (rest: Partial<SocketHistory> = {}): SocketHistory => ({
  open: { fromMs: 0, toMs: DEADLINE },
  pauses: [],
  arrivals: [],
  commands: [],
  ...rest,
});
const follower = (rest: Partial<FollowerHistory> = {}): FollowerHistory => ({
  scope: 'login',
  sessionId: 's',
  seen: LOG,
  sockets: [],
  ...rest,
});
const check = (session: Partial<SessionHistory>, ...followers: FollowerHistory[]) =>
  checkHistory({
    sessions: [{ id: 's', deadlineMs: DEADLINE, acknowledged: [], log: LOG, ...session }],
    followers,
    untilMs: DEADLINE + 60_000,
  }).map(({ promise }) => promise);
const checkSocket = (session: Partial<SessionHistory>, rest: Partial<SocketHistory>) =>
  check(session, follower({ scope: 'session', sockets: [socket(rest)] }));

describe('R2 is broken by', () => {
  it.each<[string, Entry[]]>([
    ['a gap', [entry(1), entry(3)]],
    ['a double', [entry(1), entry(2), entry(2), entry(3)]],
    ['another order', [entry(2), entry(1), entry(3)]],
    ['an event that the log has otherwise', [entry(1), entry(2), entry(3, 'desktop.lost')]],
    ['an event that the log does not have', [...LOG, entry(4)]],
    ['a missing end', LOG.slice(0, 2)],
  ])('%s at a follower', (_what, seen) => {
    expect(check({}, follower({ seen }))).toEqual(['R2']);
    expect(check({}, follower({ seen, scope: 'session' }))).toEqual(['R2']);
  });

  it('a gap in the log itself', () => {
    expect(check({ log: [entry(1), entry(3)] })).toEqual(['R2']);
  });

  it('a log that goes on after the end', () => {
    expect(check({ log: [...ENDED, entry(5)] })).toEqual(['R2']);
  });

  it('a follower of the login who lacks the end of an ended session', () => {
    expect(check({ log: ENDED }, follower())).toEqual(['R2']);
  });

  it('nothing when a follower of the session lacks that end: no token is left to fetch it with', () => {
    expect(check({ log: ENDED }, follower({ scope: 'session' }))).toEqual([]);
  });
});

describe('R3 is broken by', () => {
  it('a message that arrives later than the deadline and what one part down may cost', () => {
    const arrivals = [{ atMs: DEADLINE + 5_001, type: 'PONG' as const }];
    expect(checkSocket({}, { arrivals })).toEqual(['R3']);
  });

  it('a socket that is open then, though silent', () => {
    expect(checkSocket({}, { open: { fromMs: 0, toMs: Infinity } })).toEqual(['R3']);
  });

  it('nothing that is open at the end of the history when no deadline has come', () => {
    const open = { fromMs: 0, toMs: Infinity };
    expect(checkSocket({ deadlineMs: DEADLINE + 60_000 }, { open })).toEqual([]);
  });

  it('a reader who woke long ago', () => {
    const pauses = [{ fromMs: DEADLINE, toMs: DEADLINE + 5_500 }];
    expect(checkSocket({}, { pauses, open: { fromMs: 0, toMs: DEADLINE + 6_501 } })).toEqual(['R3']);
  });

  it('nothing that the kernel held for a reader who slept through it', () => {
    const pauses = [{ fromMs: DEADLINE, toMs: DEADLINE + 8_000 }];
    const arrivals = [{ atMs: DEADLINE + 8_100, type: 'EVENT' as const }];
    expect(checkSocket({}, { pauses, arrivals, open: { fromMs: 0, toMs: DEADLINE + 8_200 } })).toEqual([]);
  });
});

describe('R4 is broken by', () => {
  it('a command sent after the revoke answered, and answered', () => {
    expect(
      checkSocket({ revokeAnsweredAtMs: 50 }, { commands: [{ sentAtMs: 51, isAnswered: true }] }),
    ).toEqual(['R4']);
  });

  it('neither one sent before nor one without an answer', () => {
    const commands = [
      { sentAtMs: 49, isAnswered: true },
      { sentAtMs: 51, isAnswered: false },
    ];
    expect(checkSocket({ revokeAnsweredAtMs: 50 }, { commands })).toEqual([]);
  });
});

describe('R5 is broken by', () => {
  it('an event that was committed and is gone', () => {
    expect(check({ acknowledged: [1, 4] })).toEqual(['R5']);
  });
});
