import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionSubscription } from './realtime-client.js';
import { ClientStage, MINE } from './testing/client-stage.js';
import { subscribed } from './testing/server-words.js';

describe('RealtimeClient', () => {
  let stage: ClientStage;

  beforeEach(() => {
    stage = new ClientStage();
  });

  describe('when following ends', () => {
    beforeEach(async () => {
      await stage.connect();
    });

    it('says so after the last event, stays connected, and asks no more on later connections', async () => {
      stage.follow(MINE, { seq: 0 });
      stage.answer(1);
      stage.event(1);
      stage.socket.deliver({ type: 'UNSUBSCRIBED', sessionId: MINE, reason: 'ended' });
      expect(stage.told.slice(1)).toEqual(['event 1', 'end: ended']);
      expect(stage.client.state.name).toBe('connected');

      stage.socket.end(1006);
      await stage.comeBack();
      expect(stage.socket.sent).toEqual([]);
    });

    it('says so when the socket of the session is closed 4410', () => {
      stage.follow();
      stage.answer(0);
      stage.socket.end(4410, 'revoked');
      expect(stage.told.slice(1)).toEqual(['end: ended']);
      expect(stage.client.state).toMatchObject({
        name: 'stopped',
        because: { code: 4410, reason: 'revoked' },
      });
    });

    it('says so when the session is not there', () => {
      stage.follow();
      stage.refuse('SESSION_NOT_FOUND');
      expect(stage.told).toEqual(['end: SESSION_NOT_FOUND']);
    });

    it.each(['RATE_LIMITED', 'UNAVAILABLE'] as const)(
      'asks again, ever later, when told %s',
      async (error) => {
        stage.follow();
        for (const waitMs of [250, 500, 1000]) {
          const asked = stage.socket.sent.length;
          stage.refuse(error);
          await stage.time.advance(waitMs - 1);
          expect(stage.socket.sent).toHaveLength(asked);
          await stage.time.advance(1);
          expect(stage.socket.sent).toHaveLength(asked + 1);
        }
        stage.answer(0);
        expect(stage.told).toEqual(['subscribed, head 0']);
      },
    );

    it('does not ask again on the next connection for what it asks there anyway', async () => {
      stage.follow();
      for (const waitMs of [250, 500, 0]) {
        stage.refuse('UNAVAILABLE');
        await stage.time.advance(waitMs);
      }
      stage.socket.end(1006);
      await stage.time.advance(250);
      await stage.welcome();
      await stage.time.advance(5000);
      expect(stage.socket.sent.filter((message) => message.type === 'SUBSCRIBE')).toHaveLength(1);
    });

    it('tells a listener that closed it nothing more', () => {
      const followed: SessionSubscription = stage.client.subscribe(
        MINE,
        {
          onEvent: (one) => stage.told.push(`event ${one.seq}`),
          onReset: () => followed.close(),
          onSubscribed: () => stage.told.push('subscribed'),
          onEnd: () => stage.told.push('end'),
        },
        { seq: 5 },
      );
      stage.answer(1, { resetRequired: true });
      stage.event(1);
      followed.close();
      expect(stage.told).toEqual([]);
      expect(stage.socket.sent.map((message) => message.type)).toEqual(['SUBSCRIBE', 'UNSUBSCRIBE']);
    });

    it('can be followed anew at once, unharmed by what was on its way to its predecessor', () => {
      stage.follow(MINE, { seq: 0 }).close();
      const unsubscribe = stage.socket.lastSent('UNSUBSCRIBE').id;
      const first = stage.socket.lastSent('SUBSCRIBE').id;
      stage.follow(MINE, { seq: 4 });

      stage.socket.deliver(subscribed(MINE, { head: 9, epoch: 'e1', request: first }));
      stage.event(9);
      stage.socket.deliver({
        type: 'UNSUBSCRIBED',
        sessionId: MINE,
        reason: 'requested',
        request: unsubscribe,
      });
      expect(stage.told).toEqual([]);
      expect(stage.client.state.name).toBe('connected');

      stage.answer(5);
      stage.event(5);
      expect(stage.told).toEqual(['subscribed, head 5', 'event 5']);
    });

    it('can be followed anew by who is told that it ended', () => {
      stage.client.subscribe(MINE, { onEvent: () => undefined, onEnd: () => stage.follow() });
      stage.answer(0);
      stage.socket.deliver({ type: 'UNSUBSCRIBED', sessionId: MINE, reason: 'ended' });
      stage.answer(3);
      expect(stage.told).toEqual(['subscribed, head 3']);
    });
  });
});
