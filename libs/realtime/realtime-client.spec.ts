import { beforeEach, describe, expect, it } from '@jest/globals';
import { SessionId } from '#contracts';
import { refusedWithStatus } from './ending.js';
import type { ResumePoint } from './log-position.js';
import { RealtimeClient, type Return, type SessionSubscription } from './realtime-client.js';
import { FakeEnvironment } from './testing/fake-environment.js';
import { FakeSockets } from './testing/fake-socket.js';
import { settle, FakeTime } from './testing/fake-time.js';
import { connected, eventMessage, pong, sessionEvent, subscribed } from './testing/server-words.js';

const MINE = SessionId.parse('11111111-1111-4111-8111-111111111111');
const OTHER = SessionId.parse('22222222-2222-4222-8222-222222222222');

describe('RealtimeClient', () => {
  let time: FakeTime;
  let environment: FakeEnvironment;
  let sockets: FakeSockets;
  let tokensAsked: number;
  let token: () => Promise<string>;
  let told: string[];
  let returns: Return[];
  let client: RealtimeClient;

  const follow = (sessionId = MINE, from?: ResumePoint): SessionSubscription =>
    client.subscribe(
      sessionId,
      {
        onEvent: (event) => told.push(`event ${event.seq}`),
        onSubscribed: (answer) => told.push(`subscribed, head ${answer.head}`),
        onReset: () => told.push('reset'),
        onEnd: (reason) => told.push(`end: ${reason}`),
      },
      from,
    );
  const connect = async () => {
    await settle();
    sockets.last.deliver(connected);
  };
  const answer = (head: number, more: { epoch?: string; resetRequired?: true } = {}, sessionId = MINE) => {
    const request = sockets.last.sent.findLast(
      (message) => message.type === 'SUBSCRIBE' && message.sessionId === sessionId,
    )?.id;
    sockets.last.deliver(subscribed(sessionId, { head, epoch: 'e1', request, ...more }));
  };
  const event = (seq: number, sessionId = MINE) => {
    sockets.last.deliver(eventMessage(sessionEvent(sessionId, seq)));
  };
  const comeBack = async () => {
    await time.advance(500);
    await connect();
  };

  beforeEach(() => {
    time = new FakeTime();
    environment = new FakeEnvironment();
    sockets = new FakeSockets();
    tokensAsked = 0;
    token = () => Promise.resolve('t');
    told = [];
    returns = [];
    client = new RealtimeClient({
      url: 'wss://app.example/ws',
      token: () => {
        tokensAsked += 1;
        return token();
      },
      createSocket: sockets.create,
      environment,
      time,
      random: () => 0.5,
    });
    client.onReturn((back) => returns.push(back));
  });

  describe('connecting', () => {
    it('is not connected before the server has said so: a handshake may be followed by 4401', async () => {
      client.start();
      await settle();
      expect(client.state.name).toBe('connecting');
      sockets.last.deliver({ type: 'ERROR', error: 'AUTH_REQUIRED', message: 'sign in' });
      sockets.last.end(4401);
      expect(client.state).toMatchObject({ name: 'stopped', after: 'sign-in' });
    });

    it('asks for a fresh token at each try', async () => {
      client.start();
      await connect();
      sockets.last.end(1006);
      await comeBack();
      expect(tokensAsked).toBe(2);
    });

    it('is told once that the session is over when the token route says 404, and is not retried', async () => {
      token = () => Promise.reject(refusedWithStatus(404));
      client.start();
      await time.advance(3_600_000);
      expect(client.state).toMatchObject({ name: 'stopped', after: 'stop', because: { code: 4404 } });
      expect(tokensAsked).toBe(1);
    });

    it('comes back when the token route asks for patience, not before', async () => {
      token = () => Promise.reject(refusedWithStatus(429, 7));
      client.start();
      await time.advance(6_999);
      expect(tokensAsked).toBe(1);
      await time.advance(1);
      expect(tokensAsked).toBe(2);
    });

    it('comes back when GOODBYE said', async () => {
      client.start();
      await connect();
      sockets.last.deliver({ type: 'GOODBYE', reason: 'restart', retryAfterMs: 2500 });
      sockets.last.end(1012);
      expect(client.state).toMatchObject({ name: 'reconnecting', inMs: 2500, because: { code: 1012 } });
    });

    it('asks with PING every 15 s and stays connected while it is answered', async () => {
      client.start();
      await connect();
      for (let round = 1; round <= 4; round += 1) {
        await time.advance(15_000);
        sockets.last.deliver(pong);
      }
      expect(sockets.last.sent.map((message) => message.type)).toEqual(['PING', 'PING', 'PING', 'PING']);
      expect(client.state.name).toBe('connected');
    });

    it('sends nothing when a listener stops it in the moment it connects', async () => {
      client.onState((state) => {
        if (state.name === 'connected') client.stop();
      });
      follow();
      client.start();
      await connect();
      expect(sockets.last.sent).toEqual([]);
      expect(sockets.last.closedWith).toBe(1000);
    });
  });

  describe('following a session', () => {
    it('begins with live events and resumes after the last one, with the epoch of the log', async () => {
      const followed = follow();
      expect(followed.position).toBeNull();
      client.start();
      await connect();
      expect(sockets.last.lastSent('SUBSCRIBE')).not.toHaveProperty('after');
      answer(7);
      event(8);
      expect(followed.position).toEqual({ seq: 8, epoch: 'e1' });

      sockets.last.end(1006);
      await comeBack();
      expect(sockets.last.lastSent('SUBSCRIBE')).toMatchObject({ sessionId: MINE, after: 8, epoch: 'e1' });
    });

    it('loses nothing that happened before the first event: the head of the answer is its place', async () => {
      follow();
      client.start();
      await connect();
      answer(7);
      sockets.last.end(1006);
      await comeBack();
      expect(sockets.last.lastSent('SUBSCRIBE')).toMatchObject({ after: 7 });
    });

    it('begins where it is told to', async () => {
      follow(MINE, { seq: 0 });
      client.start();
      await connect();
      expect(sockets.last.lastSent('SUBSCRIBE')).toMatchObject({ after: 0 });
      expect(sockets.last.lastSent('SUBSCRIBE')).not.toHaveProperty('epoch');
      answer(2);
      event(1);
      event(2);
      event(3);
      expect(told).toEqual(['subscribed, head 2', 'event 1', 'event 2', 'event 3']);
    });

    it('can begin while connected', async () => {
      client.start();
      await connect();
      follow(MINE, { seq: 3, epoch: 'e1' });
      expect(sockets.last.lastSent('SUBSCRIBE')).toMatchObject({ after: 3, epoch: 'e1' });
    });

    it('asks on the next connection when it begins between two', async () => {
      client.start();
      await connect();
      sockets.last.end(1006);
      follow();
      expect(sockets.last.sent).toEqual([]);
      await comeBack();
      expect(sockets.last.sent).toHaveLength(1);
    });

    it('drops what it has seen', async () => {
      follow(MINE, { seq: 0 });
      client.start();
      await connect();
      answer(2);
      [1, 2, 1, 2, 3].forEach((seq) => event(seq));
      expect(told.slice(1)).toEqual(['event 1', 'event 2', 'event 3']);
    });

    it('leaves a connection on which an event is missing, and resumes on the next', async () => {
      follow(MINE, { seq: 0 });
      client.start();
      await connect();
      answer(3);
      event(1);
      event(3);
      expect(told).toEqual(['subscribed, head 3', 'event 1']);
      expect(client.state).toMatchObject({
        name: 'reconnecting',
        because: { reason: 'an event is missing' },
      });
      expect(sockets.last.closedWith).toBe(1000);

      await comeBack();
      expect(sockets.last.lastSent('SUBSCRIBE')).toMatchObject({ after: 1 });
    });

    it('tells of another log before its events, which begin again at 1', async () => {
      const followed = follow(MINE, { seq: 9, epoch: 'e1' });
      client.start();
      await connect();
      answer(2, { epoch: 'e2', resetRequired: true });
      event(1);
      event(2);
      expect(told).toEqual(['reset', 'subscribed, head 2', 'event 1', 'event 2']);
      expect(followed.position).toEqual({ seq: 2, epoch: 'e2' });
    });

    it('keeps sessions apart', async () => {
      follow(MINE, { seq: 0 });
      const other: number[] = [];
      client.subscribe(OTHER, { onEvent: (one) => other.push(one.seq) }, { seq: 4 });
      client.start();
      await connect();
      answer(1);
      answer(5, {}, OTHER);
      event(5, OTHER);
      event(1);
      expect(other).toEqual([5]);
      expect(told).toEqual(['subscribed, head 1', 'event 1']);
    });

    it('refuses to follow a session twice', () => {
      follow();
      expect(() => follow()).toThrow('is followed already');
    });

    it('keeps its place while its owner stops and starts it', async () => {
      follow(MINE, { seq: 0 });
      client.start();
      await connect();
      answer(1);
      event(1);
      client.stop();
      expect(client.state.name).toBe('idle');
      client.start();
      await connect();
      expect(sockets.last.lastSent('SUBSCRIBE')).toMatchObject({ after: 1 });
    });
  });

  describe('when following ends', () => {
    beforeEach(async () => {
      client.start();
      await connect();
    });

    it('says so after the last event, stays connected, and asks no more on later connections', async () => {
      follow(MINE, { seq: 0 });
      answer(1);
      event(1);
      sockets.last.deliver({ type: 'UNSUBSCRIBED', sessionId: MINE, reason: 'ended' });
      expect(told.slice(1)).toEqual(['event 1', 'end: ended']);
      expect(client.state.name).toBe('connected');

      sockets.last.end(1006);
      await comeBack();
      expect(sockets.last.sent).toEqual([]);
    });

    it('says so when the socket of the session is closed 4410', () => {
      follow();
      answer(0);
      sockets.last.end(4410, 'revoked');
      expect(told.slice(1)).toEqual(['end: ended']);
      expect(client.state).toMatchObject({ name: 'stopped', because: { code: 4410, reason: 'revoked' } });
    });

    it('says so when the session is not there', () => {
      follow();
      const request = sockets.last.lastSent('SUBSCRIBE').id;
      sockets.last.deliver({
        type: 'ERROR',
        error: 'SESSION_NOT_FOUND',
        message: 'no such session',
        request,
      });
      expect(told).toEqual(['end: SESSION_NOT_FOUND']);
    });

    it.each(['RATE_LIMITED', 'UNAVAILABLE'] as const)(
      'asks again, ever later, when told %s',
      async (error) => {
        follow();
        for (const waitMs of [250, 500, 1000]) {
          const asked = sockets.last.sent.length;
          const request = sockets.last.lastSent('SUBSCRIBE').id;
          sockets.last.deliver({ type: 'ERROR', error, message: 'not now', request });
          await time.advance(waitMs - 1);
          expect(sockets.last.sent).toHaveLength(asked);
          await time.advance(1);
          expect(sockets.last.sent).toHaveLength(asked + 1);
        }
        answer(0);
        expect(told).toEqual(['subscribed, head 0']);
      },
    );

    it('does not ask again on the next connection for what it asks there anyway', async () => {
      follow();
      for (const waitMs of [250, 500, 0]) {
        const request = sockets.last.lastSent('SUBSCRIBE').id;
        sockets.last.deliver({ type: 'ERROR', error: 'UNAVAILABLE', message: 'not now', request });
        await time.advance(waitMs);
      }
      sockets.last.end(1006);
      await time.advance(250);
      await connect();
      await time.advance(5000);
      expect(sockets.last.sent.filter((message) => message.type === 'SUBSCRIBE')).toHaveLength(1);
    });

    it('tells a listener that closed it nothing more', () => {
      const followed: SessionSubscription = client.subscribe(
        MINE,
        {
          onEvent: (one) => told.push(`event ${one.seq}`),
          onReset: () => followed.close(),
          onSubscribed: () => told.push('subscribed'),
          onEnd: () => told.push('end'),
        },
        { seq: 5 },
      );
      answer(1, { resetRequired: true });
      event(1);
      followed.close();
      expect(told).toEqual([]);
      expect(sockets.last.sent.map((message) => message.type)).toEqual(['SUBSCRIBE', 'UNSUBSCRIBE']);
    });

    it('can be followed anew at once, unharmed by what was on its way to its predecessor', () => {
      follow(MINE, { seq: 0 }).close();
      const unsubscribe = sockets.last.lastSent('UNSUBSCRIBE').id;
      const first = sockets.last.lastSent('SUBSCRIBE').id;
      follow(MINE, { seq: 4 });

      sockets.last.deliver(subscribed(MINE, { head: 9, epoch: 'e1', request: first }));
      event(9);
      sockets.last.deliver({
        type: 'UNSUBSCRIBED',
        sessionId: MINE,
        reason: 'requested',
        request: unsubscribe,
      });
      expect(told).toEqual([]);
      expect(client.state.name).toBe('connected');

      answer(5);
      event(5);
      expect(told).toEqual(['subscribed, head 5', 'event 5']);
    });

    it('can be followed anew by who is told that it ended', () => {
      client.subscribe(MINE, { onEvent: () => undefined, onEnd: () => follow() });
      answer(0);
      sockets.last.deliver({ type: 'UNSUBSCRIBED', sessionId: MINE, reason: 'ended' });
      answer(3);
      expect(told).toEqual(['subscribed, head 3']);
    });
  });

  describe('after an absence', () => {
    beforeEach(async () => {
      follow(MINE, { seq: 0 });
      client.start();
      await connect();
      answer(2);
      event(1);
      event(2);
    });

    it('tells how long it was and what was caught up, once nothing is missing any more', async () => {
      await time.advance(8000);
      sockets.last.end(1006);
      await time.advance(30_000);
      await connect();
      answer(4);
      event(3);
      expect(returns).toEqual([]);
      await time.advance(500);
      event(4);
      event(5);
      expect(returns).toEqual([{ awayMs: 38_500, caughtUp: 2 }]);
    });

    it('tells that nothing was missed', async () => {
      sockets.last.end(1012);
      await comeBack();
      expect(returns).toEqual([]);
      answer(2);
      expect(returns).toEqual([{ awayMs: 500, caughtUp: 0 }]);
    });

    it('counts one absence when the connection is lost again while catching up', async () => {
      sockets.last.end(1012);
      await comeBack();
      answer(5);
      event(3);
      sockets.last.end(1012);
      await comeBack();
      answer(5);
      event(4);
      event(5);
      expect(returns).toEqual([{ awayMs: 1000, caughtUp: 3 }]);
    });

    it('waits for every session that is followed, and does not count what happens while it waits', async () => {
      client.subscribe(OTHER, { onEvent: () => undefined });
      sockets.last.end(1012);
      await comeBack();
      answer(3);
      event(3);
      event(4);
      expect(returns).toEqual([]);
      answer(0, {}, OTHER);
      expect(returns).toEqual([{ awayMs: 500, caughtUp: 1 }]);
    });

    it('calls neither a first connection nor an owner’s pause an absence', async () => {
      client.stop();
      await time.advance(60_000);
      client.start();
      await connect();
      answer(2);
      expect(returns).toEqual([]);
    });
  });
});
