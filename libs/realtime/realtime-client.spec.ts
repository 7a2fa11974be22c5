import { beforeEach, describe, expect, it } from '@jest/globals';
import { refusedWithStatus } from './ending.js';
import { ClientStage, MINE, OTHER } from './testing/client-stage.js';
import { settle } from './testing/fake-time.js';
import { pong } from './testing/server-words.js';

describe('RealtimeClient', () => {
  let stage: ClientStage;

  beforeEach(() => {
    stage = new ClientStage();
  });

  describe('connecting', () => {
    it('is not connected before the server has said so: a handshake may be followed by 4401', async () => {
      stage.client.start();
      await settle();
      expect(stage.client.state.name).toBe('connecting');
      stage.socket.deliver({ type: 'ERROR', error: 'AUTH_REQUIRED', message: 'sign in' });
      stage.socket.end(4401);
      expect(stage.client.state).toMatchObject({ name: 'stopped', after: 'sign-in' });
    });

    it('asks for a fresh token at each try', async () => {
      await stage.connect();
      stage.socket.end(1006);
      await stage.comeBack();
      expect(stage.tokensAsked).toBe(2);
    });

    it('is told once that the session is over when the token route says 404, and is not retried', async () => {
      stage.token = () => Promise.reject(refusedWithStatus(404));
      stage.client.start();
      await stage.time.advance(3_600_000);
      expect(stage.client.state).toMatchObject({ name: 'stopped', after: 'stop', because: { code: 4404 } });
      expect(stage.tokensAsked).toBe(1);
    });

    it('comes back when the token route asks for patience, not before', async () => {
      stage.token = () => Promise.reject(refusedWithStatus(429, 7));
      stage.client.start();
      await stage.time.advance(6_999);
      expect(stage.tokensAsked).toBe(1);
      await stage.time.advance(1);
      expect(stage.tokensAsked).toBe(2);
    });

    it('comes back when GOODBYE said', async () => {
      await stage.connect();
      stage.socket.deliver({ type: 'GOODBYE', reason: 'restart', retryAfterMs: 2500 });
      stage.socket.end(1012);
      expect(stage.client.state).toMatchObject({ name: 'reconnecting', inMs: 2500, because: { code: 1012 } });
    });

    it('asks with PING every 15 s and stays connected while it is answered', async () => {
      await stage.connect();
      for (let round = 1; round <= 4; round += 1) {
        await stage.time.advance(15_000);
        stage.socket.deliver(pong);
      }
      expect(stage.socket.sent.map((message) => message.type)).toEqual(['PING', 'PING', 'PING', 'PING']);
      expect(stage.client.state.name).toBe('connected');
    });

    it('sends nothing when a listener stops it in the moment it connects', async () => {
      stage.client.onState((state) => {
        if (state.name === 'connected') stage.client.stop();
      });
      stage.follow();
      await stage.connect();
      expect(stage.socket.sent).toEqual([]);
      expect(stage.socket.closedWith).toBe(1000);
    });
  });

  describe('after an absence', () => {
    beforeEach(async () => {
      stage.follow(MINE, { seq: 0 });
      await stage.connect();
      stage.answer(2);
      stage.event(1);
      stage.event(2);
    });

    it('tells how long it was and what was caught up, once nothing is missing any more', async () => {
      await stage.time.advance(8000);
      stage.socket.end(1006);
      await stage.time.advance(30_000);
      await stage.welcome();
      stage.answer(4);
      stage.event(3);
      expect(stage.returns).toEqual([]);
      await stage.time.advance(500);
      stage.event(4);
      stage.event(5);
      expect(stage.returns).toEqual([{ awayMs: 38_500, caughtUp: 2 }]);
    });

    it('tells that nothing was missed', async () => {
      stage.socket.end(1012);
      await stage.comeBack();
      expect(stage.returns).toEqual([]);
      stage.answer(2);
      expect(stage.returns).toEqual([{ awayMs: 500, caughtUp: 0 }]);
    });

    it('counts one absence when the connection is lost again while catching up', async () => {
      stage.socket.end(1012);
      await stage.comeBack();
      stage.answer(5);
      stage.event(3);
      stage.socket.end(1012);
      await stage.comeBack();
      stage.answer(5);
      stage.event(4);
      stage.event(5);
      expect(stage.returns).toEqual([{ awayMs: 1000, caughtUp: 3 }]);
    });

    it('waits for every session that is followed, and does not count what happens while it waits', async () => {
      stage.client.subscribe(OTHER, { onEvent: () => undefined });
      stage.socket.end(1012);
      await stage.comeBack();
      stage.answer(3);
      stage.event(3);
      stage.event(4);
      expect(stage.returns).toEqual([]);
      stage.answer(0, {}, OTHER);
      expect(stage.returns).toEqual([{ awayMs: 500, caughtUp: 1 }]);
    });

    it('calls neither a first connection nor an owner’s pause an absence', async () => {
      stage.client.stop();
      await stage.time.advance(60_000);
      await stage.connect();
      stage.answer(2);
      expect(stage.returns).toEqual([]);
    });
  });
});
