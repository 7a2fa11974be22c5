import { beforeEach, describe, expect, it } from '@jest/globals';
import { Reconnector } from './reconnector.js';
import { settle } from './testing/fake-time.js';
import { ReconnectorStage } from './testing/reconnector-stage.js';

describe('Reconnector', () => {
  let stage: ReconnectorStage;

  beforeEach(() => {
    stage = new ReconnectorStage();
  });

  describe('whose try goes wrong', () => {
    it('gives a try ten seconds, then aborts it and tries again', async () => {
      stage.reconnector.start();
      await stage.time.advance(9_999);
      const [first] = stage.transports.all;
      expect(first?.attempt.signal.aborted).toBe(false);
      await stage.time.advance(1);
      expect(first?.attempt.signal.aborted).toBe(true);
      expect(first?.isClosed).toBe(true);
      expect(stage.reconnector.state).toMatchObject({
        name: 'reconnecting',
        because: { reason: 'not open in time' },
      });
    });

    it('closes a transport that arrives after its try was given up, and does not use it', async () => {
      const gates: (() => void)[] = [];
      stage = new ReconnectorStage({
        open: async (attempt) => {
          await new Promise<void>((resolve) => gates.push(resolve));
          return stage.transports.open(attempt);
        },
      });
      stage.reconnector.start();
      await stage.time.advance(10_000);
      gates[0]?.();
      await settle();
      stage.transports.last.attempt.opened();
      expect(stage.transports.last.isClosed).toBe(true);
      expect(stage.reconnector.state.name).toBe('reconnecting');
    });

    it('takes an error of open() for a failed network', async () => {
      stage = new ReconnectorStage({ open: () => Promise.reject(new TypeError('fetch failed')) });
      stage.reconnector.start();
      await settle();
      expect(stage.reconnector.state).toMatchObject({
        name: 'reconnecting',
        because: { code: 1006, reason: 'fetch failed' },
      });
    });

    it('is deaf to a transport whose try is over', async () => {
      await stage.connect();
      const first = stage.transports.last;
      first.end(1006);
      await stage.time.advance(250);
      await stage.open();
      const before = stage.names;

      first.attempt.opened();
      first.attempt.heard();
      first.end(4410);

      expect(stage.names).toEqual(before);
    });

    it('counts one opening and one end', async () => {
      await stage.connect();
      stage.transports.last.attempt.opened();
      stage.transports.last.end(1006);
      stage.transports.last.end(4410);
      expect(stage.names).toEqual(['connecting', 'connected', 'reconnecting']);
    });

    it('does not close what has reported its own end', async () => {
      await stage.connect();
      stage.transports.last.end(1006);
      expect(stage.transports.last.isClosed).toBe(false);
    });
  });

  describe('on a network that went dead', () => {
    it('finds out within 20 s, is unstable before, and lets go of the transport', async () => {
      await stage.connect();
      await stage.time.advance(17_000);
      expect(stage.reconnector.state.name).toBe('unstable');
      await stage.time.advance(3000);
      expect(stage.transports.last.isClosed).toBe(true);
      expect(stage.names).toEqual(['connecting', 'connected', 'unstable', 'reconnecting']);
    });

    it('is connected again when the answer was only slow', async () => {
      await stage.connect();
      await stage.time.advance(18_000);
      stage.transports.last.attempt.heard();
      expect(stage.reconnector.state).toEqual({ name: 'connected', awayMs: 0 });
    });

    it('asks at once when the machine says offline, and is unstable until there is an answer', async () => {
      await stage.connect();
      stage.environment.say('offline');
      expect(stage.transports.last.probes).toBe(1);
      expect(stage.reconnector.state.name).toBe('unstable');
      stage.transports.last.attempt.heard();
      expect(stage.reconnector.state.name).toBe('connected');
    });

    it.each(['online', 'visible'] as const)('asks at once when the machine says %s', async (signal) => {
      await stage.connect();
      stage.environment.say(signal);
      expect(stage.transports.last.probes).toBe(1);
      await stage.time.advance(5000);
      expect(stage.reconnector.state.name).toBe('reconnecting');
    });

    it('asks when its owner has a doubt', async () => {
      await stage.connect();
      stage.reconnector.check();
      expect(stage.transports.last.probes).toBe(1);
    });

    it('takes a probe that cannot be sent for the end', async () => {
      await stage.connect();
      stage.transports.last.probe = () => {
        throw new Error('socket is closed');
      };
      stage.environment.say('visible');
      expect(stage.reconnector.state).toMatchObject({
        name: 'reconnecting',
        because: { reason: 'socket is closed' },
      });
    });
  });

  describe('in the hands of its owner', () => {
    it('leaves nothing behind when it is stopped, from whatever state', async () => {
      const reach: Record<string, () => void> = {
        connecting: () => undefined,
        connected: () => stage.transports.last.attempt.opened(),
        unstable: () => stage.environment.say('offline'),
        reconnecting: () => stage.transports.last.end(1006),
      };
      for (const wanted of Object.keys(reach)) {
        stage.reconnector.start();
        await settle();
        for (const [name, go] of Object.entries(reach)) {
          go();
          if (name === wanted) break;
        }
        expect(stage.reconnector.state.name).toBe(wanted);

        stage.reconnector.stop();
        expect(stage.reconnector.state.name).toBe('idle');
        expect(stage.transports.last.attempt.signal.aborted).toBe(true);
        expect(stage.time.timersLeft).toBe(0);
        expect(stage.environment.listeners.size).toBe(0);
      }
    });

    it('opens nothing when it is stopped in the moment of its start', async () => {
      stage.reconnector.start();
      stage.reconnector.stop();
      await stage.time.advance(60_000);
      expect(stage.transports.all).toHaveLength(0);
    });

    it('starts afresh after a stop: no back-off left over, and the pause is no absence', async () => {
      await stage.connect();
      for (let failure = 0; failure < 3; failure += 1) {
        stage.transports.last.end(1006);
        await stage.nextTry();
      }
      stage.reconnector.stop();
      stage.reconnector.start();
      await stage.open();
      expect(stage.reconnector.state).toEqual({ name: 'connected', awayMs: 0 });
      stage.transports.last.end(1006);
      expect(stage.waits.at(-1)).toBe(250);
    });

    it('has one connection, however often it is started', async () => {
      await stage.connect();
      stage.reconnector.start();
      await settle();
      expect(stage.transports.all).toHaveLength(1);
      expect(stage.environment.listeners.size).toBe(1);
    });

    it('can be stopped by a listener in the middle of a change', async () => {
      stage.reconnector.onState((state) => {
        if (state.name === 'reconnecting') stage.reconnector.stop();
      });
      stage.reconnector.start();
      await stage.open();
      stage.transports.last.end(1006);
      await stage.time.advance(60_000);
      expect(stage.names).toEqual(['connecting', 'connected', 'reconnecting', 'idle']);
      expect(stage.transports.all).toHaveLength(1);
    });

    it('runs on the real clock where none is given', async () => {
      const real = new Reconnector({ open: stage.transports.open });
      real.start();
      await stage.open();
      expect(real.state).toEqual({ name: 'connected', awayMs: 0 });
      real.stop();
    });
  });
});
