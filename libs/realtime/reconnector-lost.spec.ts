import { beforeEach, describe, expect, it } from '@jest/globals';
import { settle } from './testing/fake-time.js';
import { ReconnectorStage } from './testing/reconnector-stage.js';

describe('Reconnector', () => {
  let stage: ReconnectorStage;

  beforeEach(() => {
    stage = new ReconnectorStage();
  });

  describe('that lost its connection', () => {
    it('comes back with a new transport, and says when and why', async () => {
      await stage.connect();
      stage.transports.last.end(1012, { reason: 'restart' });
      expect(stage.reconnector.state).toEqual({
        name: 'reconnecting',
        inMs: 250,
        at: stage.time.now() + 250,
        awaySince: stage.time.now(),
        because: { code: 1012, reason: 'restart' },
      });

      await stage.time.advance(249);
      expect(stage.transports.all).toHaveLength(1);
      await stage.time.advance(1);
      expect(stage.transports.all).toHaveLength(2);
    });

    it('backs off while it fails, from half a second to thirty', async () => {
      await stage.connect();
      for (let failure = 0; failure < 8; failure += 1) {
        stage.transports.last.end(1006);
        await stage.nextTry();
      }
      const ceilings = stage.waits.map((ms) => ms * 2);
      expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    });

    const waitAfterLivingFor = async (ms: number) => {
      await stage.connect();
      stage.transports.last.end(1006);
      await stage.time.advance(500);
      await stage.open();
      for (let left = ms; left > 0; left -= 10_000) {
        await stage.time.advance(10_000);
        stage.transports.last.attempt.heard();
      }
      stage.transports.last.end(1006);
      return stage.reconnector.state;
    };

    it('begins the back-off afresh after a minute of health', async () => {
      expect(await waitAfterLivingFor(60_000)).toMatchObject({ name: 'reconnecting', inMs: 250 });
    });

    it('goes on with the back-off when the connection did not hold', async () => {
      expect(await waitAfterLivingFor(50_000)).toMatchObject({ name: 'reconnecting', inMs: 500 });
    });

    it('does not take a minute of sleep for a minute of health', async () => {
      await stage.connect();
      stage.transports.last.end(1006);
      await stage.time.advance(500);
      await stage.open();
      stage.time.sleep(600_000);
      stage.transports.last.end(1006);
      expect(stage.reconnector.state).toMatchObject({ name: 'reconnecting', inMs: 500 });
    });

    it('stays away as long as it is told, whatever the machine says about the network', async () => {
      await stage.connect();
      stage.transports.last.end(1012, { retryAfterMs: 4000 });
      stage.environment.say('online');
      stage.environment.say('visible');
      await stage.time.advance(3999);
      expect(stage.transports.all).toHaveLength(1);
      await stage.time.advance(1);
      expect(stage.transports.all).toHaveLength(2);
    });

    it('stays away for five minutes at most', async () => {
      await stage.connect();
      stage.transports.last.end(1012, { retryAfterMs: Number.MAX_SAFE_INTEGER });
      await stage.time.advance(300_000);
      expect(stage.transports.all).toHaveLength(2);
    });

    it('is not driven into a busy loop by being told to come back at once', async () => {
      await stage.connect();
      for (let round = 0; round < 6; round += 1) {
        stage.transports.last.end(1013, { retryAfterMs: 0 });
        await stage.nextTry();
      }
      expect(stage.waits.at(-1)).toBe(8000);
    });

    it.each(['online', 'visible'] as const)('tries at once when the machine says %s', async (signal) => {
      await stage.connect();
      stage.transports.last.end(1006);
      stage.environment.say(signal);
      await settle();
      expect(stage.transports.all).toHaveLength(2);
      await stage.time.advance(5000);
      expect(stage.transports.all).toHaveLength(2);
    });

    it('lets a person try now, also when the peer asked for patience', async () => {
      await stage.connect();
      stage.transports.last.end(1012, { retryAfterMs: 60_000 });
      stage.reconnector.retryNow();
      await settle();
      expect(stage.transports.all).toHaveLength(2);
    });

    it('says how long it was away, counted from the last sign of life', async () => {
      await stage.connect();
      await stage.time.advance(9000);
      stage.transports.last.end(1006);
      await stage.time.advance(250);
      await stage.open();
      expect(stage.reconnector.state).toEqual({ name: 'connected', awayMs: 9250 });
    });

    it('counts from the close where the peer said goodbye properly, and across failed tries', async () => {
      await stage.connect();
      await stage.time.advance(9000);
      stage.transports.last.end(1012);
      await stage.time.advance(250);
      stage.transports.last.end(1006);
      await stage.time.advance(500);
      await stage.open();
      expect(stage.reconnector.state).toEqual({ name: 'connected', awayMs: 750 });
    });

    it('was away for no time at its first connection, however long that took', async () => {
      stage.reconnector.start();
      await stage.time.advance(5000);
      stage.transports.last.end(1006);
      await stage.time.advance(250);
      await stage.open();
      expect(stage.reconnector.state).toEqual({ name: 'connected', awayMs: 0 });
    });
  });
});
