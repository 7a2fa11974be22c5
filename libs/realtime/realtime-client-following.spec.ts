import { beforeEach, describe, expect, it } from '@jest/globals';
import { ClientStage, MINE, OTHER } from './testing/client-stage.js';
import { subscribed } from './testing/server-words.js';

describe('RealtimeClient', () => {
  let stage: ClientStage;

  beforeEach(() => {
    stage = new ClientStage();
  });

  describe('following a session', () => {
    it('begins with live events and resumes after the last one, with the epoch of the log', async () => {
      const followed = stage.follow();
      expect(followed.position).toBeNull();
      await stage.connect();
      expect(stage.socket.lastSent('SUBSCRIBE')).not.toHaveProperty('after');
      stage.answer(7);
      stage.event(8);
      expect(followed.position).toEqual({ seq: 8, epoch: 'e1' });

      stage.socket.end(1006);
      await stage.comeBack();
      expect(stage.socket.lastSent('SUBSCRIBE')).toMatchObject({ sessionId: MINE, after: 8, epoch: 'e1' });
    });

    it('loses nothing that happened before the first event: the head of the answer is its place', async () => {
      stage.follow();
      await stage.connect();
      stage.answer(7);
      stage.socket.end(1006);
      await stage.comeBack();
      expect(stage.socket.lastSent('SUBSCRIBE')).toMatchObject({ after: 7 });
    });

    it('gets the last event of a session that is over, although it asked for live ones only', async () => {
      stage.follow();
      await stage.connect();
      const request = stage.socket.lastSent('SUBSCRIBE').id;
      stage.socket.deliver(subscribed(MINE, { head: 7, epoch: 'e1', request }, 'ended'));
      stage.event(7);
      expect(stage.told).toEqual(['subscribed, head 7', 'event 7']);
    });

    it('begins where it is told to', async () => {
      stage.follow(MINE, { seq: 0 });
      await stage.connect();
      expect(stage.socket.lastSent('SUBSCRIBE')).toMatchObject({ after: 0 });
      expect(stage.socket.lastSent('SUBSCRIBE')).not.toHaveProperty('epoch');
      stage.answer(2);
      stage.event(1);
      stage.event(2);
      stage.event(3);
      expect(stage.told).toEqual(['subscribed, head 2', 'event 1', 'event 2', 'event 3']);
    });

    it('can begin while connected', async () => {
      await stage.connect();
      stage.follow(MINE, { seq: 3, epoch: 'e1' });
      expect(stage.socket.lastSent('SUBSCRIBE')).toMatchObject({ after: 3, epoch: 'e1' });
    });

    it('asks on the next connection when it begins between two', async () => {
      await stage.connect();
      stage.socket.end(1006);
      stage.follow();
      expect(stage.socket.sent).toEqual([]);
      await stage.comeBack();
      expect(stage.socket.sent).toHaveLength(1);
    });

    it('drops what it has seen', async () => {
      stage.follow(MINE, { seq: 0 });
      await stage.connect();
      stage.answer(2);
      [1, 2, 1, 2, 3].forEach((seq) => stage.event(seq));
      expect(stage.told.slice(1)).toEqual(['event 1', 'event 2', 'event 3']);
    });

    it('leaves a connection on which an event is missing, and resumes on the next', async () => {
      stage.follow(MINE, { seq: 0 });
      await stage.connect();
      stage.answer(3);
      stage.event(1);
      stage.event(3);
      expect(stage.told).toEqual(['subscribed, head 3', 'event 1']);
      expect(stage.client.state).toMatchObject({
        name: 'reconnecting',
        because: { reason: 'an event is missing' },
      });
      expect(stage.socket.closedWith).toBe(1000);

      await stage.comeBack();
      expect(stage.socket.lastSent('SUBSCRIBE')).toMatchObject({ after: 1 });
    });

    it('tells of another log before its events, which begin again at 1', async () => {
      const followed = stage.follow(MINE, { seq: 9, epoch: 'e1' });
      await stage.connect();
      stage.answer(2, { epoch: 'e2', resetRequired: true });
      stage.event(1);
      stage.event(2);
      expect(stage.told).toEqual(['reset', 'subscribed, head 2', 'event 1', 'event 2']);
      expect(followed.position).toEqual({ seq: 2, epoch: 'e2' });
    });

    it('keeps sessions apart', async () => {
      stage.follow(MINE, { seq: 0 });
      const other: number[] = [];
      stage.client.subscribe(OTHER, { onEvent: (one) => other.push(one.seq) }, { seq: 4 });
      await stage.connect();
      stage.answer(1);
      stage.answer(5, {}, OTHER);
      stage.event(5, OTHER);
      stage.event(1);
      expect(other).toEqual([5]);
      expect(stage.told).toEqual(['subscribed, head 1', 'event 1']);
    });

    it('refuses to follow a session twice', () => {
      stage.follow();
      expect(() => stage.follow()).toThrow('is followed already');
    });

    it('keeps its place while its owner stops and starts it', async () => {
      stage.follow(MINE, { seq: 0 });
      await stage.connect();
      stage.answer(1);
      stage.event(1);
      stage.client.stop();
      expect(stage.client.state.name).toBe('idle');
      await stage.connect();
      expect(stage.socket.lastSent('SUBSCRIBE')).toMatchObject({ after: 1 });
    });
  });
});
