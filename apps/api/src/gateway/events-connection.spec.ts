import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { WebSocket } from 'ws';
import type { SessionEvent } from '#contracts';
import { EventsConnection } from './events-connection.js';
import { carriedBy } from './socket-output.js';
import { Subscription } from './subscription.js';

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

const events = Array.from({ length: 3 }, (_, n) => ({
  sessionId: 'one',
  seq: n + 1,
  name: n === 2 ? 'session.ended' : 'egress.denied',
  at: '',
  data: {},
})) as unknown as SessionEvent[];

/** A socket of a login that follows a session, at a reader who takes what it is sent or does not. */
function follower({ reads }: { reads: boolean }) {
  const closed: number[] = [];
  const socket = Object.assign(new EventEmitter(), {
    readyState: 1,
    OPEN: 1,
    bufferedAmount: reads ? 0 : 200_000,
    close(code: number) {
      closed.push(code);
      socket.readyState = 2;
    },
  });
  const transport = { writableCorked: 0, cork: () => {}, uncork: () => {}, write: () => true };
  carriedBy(socket as never as WebSocket, transport as never);
  const connection = new EventsConnection(
    socket as never as WebSocket,
    { loginId: 'login' } as never,
    () => {},
  );
  const subscription = new Subscription({
    connection,
    sessionId: 'one',
    after: 0,
    source: { since: (_id, after) => Promise.resolve(events.filter(({ seq }) => seq > after)) },
    onEnded: () => {},
  });
  connection.subscriptions.set('one', subscription);
  void subscription.catchUp(() => events.length);
  return { connection, closed };
}

describe('a socket of a login, when a session it follows ends', () => {
  it('stays open once it was told', async () => {
    const { connection, closed } = follower({ reads: true });
    connection.loseSession('one');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(closed).toEqual([]);
  });

  it('whose reader takes nothing is closed 4413, so that no receipt waits for it', async () => {
    const { connection, closed } = follower({ reads: false });
    connection.loseSession('one');
    await jest.advanceTimersByTimeAsync(900);
    expect(closed).toEqual([]);
    await jest.advanceTimersByTimeAsync(200);
    expect(closed).toEqual([4413]);
  });

  it('is none the wiser of one that it does not follow', async () => {
    const { connection, closed } = follower({ reads: false });
    connection.loseSession('another');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(closed).toEqual([]);
  });
});
