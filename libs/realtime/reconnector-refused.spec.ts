import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectionRefused, type Ending } from './ending.js';
import { settle } from './testing/fake-time.js';
import { ReconnectorStage } from './testing/reconnector-stage.js';

describe('Reconnector', () => {
  let stage: ReconnectorStage;

  beforeEach(() => {
    stage = new ReconnectorStage();
  });

  describe('that is refused', () => {
    it.each([4403, 4404, 4410])('stops after %i, says why, and never tries again', async (code) => {
      await stage.connect();
      stage.transports.last.end(code, { reason: 'expired' });
      stage.environment.say('online');
      stage.reconnector.retryNow();
      await stage.time.advance(3_600_000);

      expect(stage.transports.all).toHaveLength(1);
      expect(stage.reconnector.state).toEqual({
        name: 'stopped',
        after: 'stop',
        because: { code, reason: 'expired' },
      });
      expect(stage.time.timersLeft).toBe(0);
      expect(stage.environment.listeners.size).toBe(0);
    });

    it('stops for a sign-in after 4401 where nobody can renew it', async () => {
      await stage.connect();
      stage.transports.last.end(4401);
      expect(stage.reconnector.state).toMatchObject({
        name: 'stopped',
        after: 'sign-in',
        because: { code: 4401 },
      });
    });

    it('stops when the token route says that the session is gone', async () => {
      stage = new ReconnectorStage({
        open: () => {
          throw new ConnectionRefused({ code: 4404, reason: 'no such session' });
        },
      });
      stage.reconnector.start();
      await settle();
      expect(stage.names).toEqual(['connecting', 'stopped']);
    });

    it('begins again when its owner starts it', async () => {
      await stage.connect();
      stage.transports.last.end(4410);
      stage.reconnector.start();
      await stage.open();
      expect(stage.reconnector.state.name).toBe('connected');
    });
  });

  describe('that has to sign in', () => {
    let answer: (isSignedIn: boolean) => void;
    let fail: (error: unknown) => void;
    let asked: Ending[];
    const signIn = (because: Ending) => {
      asked.push(because);
      return new Promise<boolean>((resolve, reject) => {
        answer = resolve;
        fail = reject;
      });
    };

    beforeEach(async () => {
      asked = [];
      stage = new ReconnectorStage({ signIn });
      await stage.connect();
      stage.transports.last.end(4401, { reason: 'signed out' });
    });

    it('waits for the person as long as it takes, then comes back with a new transport', async () => {
      await stage.time.advance(600_000);
      expect(stage.reconnector.state.name).toBe('signing-in');
      expect(asked).toEqual([{ code: 4401, reason: 'signed out' }]);

      answer(true);
      await stage.time.advance(500);
      await stage.open();
      expect(stage.names).toEqual([
        'connecting',
        'connected',
        'signing-in',
        'reconnecting',
        'connecting',
        'connected',
      ]);
    });

    it('stops when the person declines', async () => {
      answer(false);
      await settle();
      expect(stage.reconnector.state).toMatchObject({ name: 'stopped', after: 'sign-in' });
    });

    it('stops when renewing fails', async () => {
      fail(new Error('no network'));
      await settle();
      expect(stage.reconnector.state).toMatchObject({ name: 'stopped', after: 'sign-in' });
    });

    it('does not come back when it was stopped meanwhile', async () => {
      stage.reconnector.stop();
      answer(true);
      await stage.time.advance(60_000);
      expect(stage.reconnector.state.name).toBe('idle');
      expect(stage.transports.all).toHaveLength(1);
    });

    it('backs off when a renewed login is refused again and again', async () => {
      for (let round = 0; round < 6; round += 1) {
        answer(true);
        await settle();
        await stage.nextTry();
        stage.transports.last.end(4401);
      }
      expect(stage.waits).toEqual([250, 500, 1000, 2000, 4000, 8000]);
    });
  });
});
