import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectionState } from './connection-state.js';
import { ConnectionRefused, type Ending } from './ending.js';
import { Reconnector, type ReconnectorOptions } from './reconnector.js';
import { FakeEnvironment } from './testing/fake-environment.js';
import { settle, FakeTime } from './testing/fake-time.js';
import { FakeTransports } from './testing/fake-transport.js';

describe('Reconnector', () => {
  let time: FakeTime;
  let environment: FakeEnvironment;
  let transports: FakeTransports;
  let luck: number;
  let states: ConnectionState[];
  let reconnector: Reconnector;

  const make = (options: Partial<ReconnectorOptions> = {}) => {
    states = [];
    const made = new Reconnector({
      open: transports.open,
      environment,
      time,
      random: () => luck,
      ...options,
    });
    made.onState((state) => states.push(state));
    return made;
  };
  const names = () => states.map((state) => state.name);
  const open = async () => {
    await settle();
    transports.last.attempt.opened();
  };
  const waits = () => states.flatMap((state) => (state.name === 'reconnecting' ? [state.inMs] : []));
  const nextTry = () => time.advance(waits().at(-1) ?? 0);
  const connect = async (options?: Partial<ReconnectorOptions>) => {
    reconnector = make(options);
    reconnector.start();
    await open();
  };

  beforeEach(() => {
    time = new FakeTime();
    environment = new FakeEnvironment();
    transports = new FakeTransports();
    luck = 0.5;
  });

  describe('that is refused', () => {
    it.each([4403, 4404, 4410])('stops after %i, says why, and never tries again', async (code) => {
      await connect();
      transports.last.end(code, { reason: 'expired' });
      environment.say('online');
      reconnector.retryNow();
      await time.advance(3_600_000);

      expect(transports.all).toHaveLength(1);
      expect(reconnector.state).toEqual({
        name: 'stopped',
        after: 'stop',
        because: { code, reason: 'expired' },
      });
      expect(time.timersLeft).toBe(0);
      expect(environment.listeners.size).toBe(0);
    });

    it('stops for a sign-in after 4401 where nobody can renew it', async () => {
      await connect();
      transports.last.end(4401);
      expect(reconnector.state).toMatchObject({ name: 'stopped', after: 'sign-in', because: { code: 4401 } });
    });

    it('stops when the token route says that the session is gone', async () => {
      reconnector = make({
        open: () => {
          throw new ConnectionRefused({ code: 4404, reason: 'no such session' });
        },
      });
      reconnector.start();
      await settle();
      expect(names()).toEqual(['connecting', 'stopped']);
    });

    it('begins again when its owner starts it', async () => {
      await connect();
      transports.last.end(4410);
      reconnector.start();
      await open();
      expect(reconnector.state.name).toBe('connected');
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
      await connect({ signIn });
      transports.last.end(4401, { reason: 'signed out' });
    });

    it('waits for the person as long as it takes, then comes back with a new transport', async () => {
      await time.advance(600_000);
      expect(reconnector.state.name).toBe('signing-in');
      expect(asked).toEqual([{ code: 4401, reason: 'signed out' }]);

      answer(true);
      await time.advance(500);
      await open();
      expect(names()).toEqual([
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
      expect(reconnector.state).toMatchObject({ name: 'stopped', after: 'sign-in' });
    });

    it('stops when renewing fails', async () => {
      fail(new Error('no network'));
      await settle();
      expect(reconnector.state).toMatchObject({ name: 'stopped', after: 'sign-in' });
    });

    it('does not come back when it was stopped meanwhile', async () => {
      reconnector.stop();
      answer(true);
      await time.advance(60_000);
      expect(reconnector.state.name).toBe('idle');
      expect(transports.all).toHaveLength(1);
    });

    it('backs off when a renewed login is refused again and again', async () => {
      for (let round = 0; round < 6; round += 1) {
        answer(true);
        await settle();
        await nextTry();
        transports.last.end(4401);
      }
      expect(waits()).toEqual([250, 500, 1000, 2000, 4000, 8000]);
    });
  });

  describe('that lost its connection', () => {
    it('comes back with a new transport, and says when and why', async () => {
      await connect();
      transports.last.end(1012, { reason: 'restart' });
      expect(reconnector.state).toEqual({
        name: 'reconnecting',
        inMs: 250,
        at: time.now() + 250,
        awaySince: time.now(),
        because: { code: 1012, reason: 'restart' },
      });

      await time.advance(249);
      expect(transports.all).toHaveLength(1);
      await time.advance(1);
      expect(transports.all).toHaveLength(2);
    });

    it('backs off while it fails, from half a second to thirty', async () => {
      await connect();
      for (let failure = 0; failure < 8; failure += 1) {
        transports.last.end(1006);
        await nextTry();
      }
      const ceilings = waits().map((ms) => ms * 2);
      expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    });

    const waitAfterLivingFor = async (ms: number) => {
      await connect();
      transports.last.end(1006);
      await time.advance(500);
      await open();
      for (let left = ms; left > 0; left -= 10_000) {
        await time.advance(10_000);
        transports.last.attempt.heard();
      }
      transports.last.end(1006);
      return reconnector.state;
    };

    it('begins the back-off afresh after a minute of health', async () => {
      expect(await waitAfterLivingFor(60_000)).toMatchObject({ name: 'reconnecting', inMs: 250 });
    });

    it('goes on with the back-off when the connection did not hold', async () => {
      expect(await waitAfterLivingFor(50_000)).toMatchObject({ name: 'reconnecting', inMs: 500 });
    });

    it('does not take a minute of sleep for a minute of health', async () => {
      await connect();
      transports.last.end(1006);
      await time.advance(500);
      await open();
      time.sleep(600_000);
      transports.last.end(1006);
      expect(reconnector.state).toMatchObject({ name: 'reconnecting', inMs: 500 });
    });

    it('stays away as long as it is told, whatever the machine says about the network', async () => {
      await connect();
      transports.last.end(1012, { retryAfterMs: 4000 });
      environment.say('online');
      environment.say('visible');
      await time.advance(3999);
      expect(transports.all).toHaveLength(1);
      await time.advance(1);
      expect(transports.all).toHaveLength(2);
    });

    it('stays away for five minutes at most', async () => {
      await connect();
      transports.last.end(1012, { retryAfterMs: Number.MAX_SAFE_INTEGER });
      await time.advance(300_000);
      expect(transports.all).toHaveLength(2);
    });

    it('is not driven into a busy loop by being told to come back at once', async () => {
      await connect();
      for (let round = 0; round < 6; round += 1) {
        transports.last.end(1013, { retryAfterMs: 0 });
        await nextTry();
      }
      expect(waits().at(-1)).toBe(8000);
    });

    it.each(['online', 'visible'] as const)('tries at once when the machine says %s', async (signal) => {
      luck = 0.9;
      await connect();
      transports.last.end(1006);
      environment.say(signal);
      await settle();
      expect(transports.all).toHaveLength(2);
      await time.advance(5000);
      expect(transports.all).toHaveLength(2);
    });

    it('lets a person try now, also when the peer asked for patience', async () => {
      await connect();
      transports.last.end(1012, { retryAfterMs: 60_000 });
      reconnector.retryNow();
      await settle();
      expect(transports.all).toHaveLength(2);
    });

    it('says how long it was away, counted from the last sign of life', async () => {
      await connect();
      await time.advance(9000);
      transports.last.end(1006);
      await time.advance(250);
      await open();
      expect(reconnector.state).toEqual({ name: 'connected', awayMs: 9250 });
    });

    it('counts from the close where the peer said goodbye properly, and across failed tries', async () => {
      await connect();
      await time.advance(9000);
      transports.last.end(1012);
      await time.advance(250);
      transports.last.end(1006);
      await time.advance(500);
      await open();
      expect(reconnector.state).toEqual({ name: 'connected', awayMs: 750 });
    });

    it('was away for no time at its first connection, however long that took', async () => {
      reconnector = make();
      reconnector.start();
      await time.advance(5000);
      transports.last.end(1006);
      await time.advance(250);
      await open();
      expect(reconnector.state).toEqual({ name: 'connected', awayMs: 0 });
    });
  });

  describe('whose try goes wrong', () => {
    it('gives a try ten seconds, then aborts it and tries again', async () => {
      reconnector = make();
      reconnector.start();
      await time.advance(9_999);
      const [first] = transports.all;
      expect(first?.attempt.signal.aborted).toBe(false);
      await time.advance(1);
      expect(first?.attempt.signal.aborted).toBe(true);
      expect(first?.isClosed).toBe(true);
      expect(reconnector.state).toMatchObject({
        name: 'reconnecting',
        because: { reason: 'not open in time' },
      });
    });

    it('closes a transport that arrives after its try was given up, and does not use it', async () => {
      const gates: (() => void)[] = [];
      reconnector = make({
        open: async (attempt) => {
          await new Promise<void>((resolve) => gates.push(resolve));
          return transports.open(attempt);
        },
      });
      reconnector.start();
      await time.advance(10_000);
      gates[0]?.();
      await settle();
      transports.last.attempt.opened();
      expect(transports.last.isClosed).toBe(true);
      expect(reconnector.state.name).toBe('reconnecting');
    });

    it('takes an error of open() for a failed network', async () => {
      reconnector = make({ open: () => Promise.reject(new TypeError('fetch failed')) });
      reconnector.start();
      await settle();
      expect(reconnector.state).toMatchObject({
        name: 'reconnecting',
        because: { code: 1006, reason: 'fetch failed' },
      });
    });

    it('is deaf to a transport whose try is over', async () => {
      await connect();
      const first = transports.last;
      first.end(1006);
      await time.advance(250);
      await open();
      const before = names();

      first.attempt.opened();
      first.attempt.heard();
      first.end(4410);

      expect(names()).toEqual(before);
    });

    it('counts one opening and one end', async () => {
      await connect();
      transports.last.attempt.opened();
      transports.last.end(1006);
      transports.last.end(4410);
      expect(names()).toEqual(['connecting', 'connected', 'reconnecting']);
    });

    it('does not close what has reported its own end', async () => {
      await connect();
      transports.last.end(1006);
      expect(transports.last.isClosed).toBe(false);
    });
  });

  describe('on a network that went dead', () => {
    it('finds out within 20 s, is unstable before, and lets go of the transport', async () => {
      await connect();
      await time.advance(17_000);
      expect(reconnector.state.name).toBe('unstable');
      await time.advance(3000);
      expect(transports.last.isClosed).toBe(true);
      expect(names()).toEqual(['connecting', 'connected', 'unstable', 'reconnecting']);
    });

    it('is connected again when the answer was only slow', async () => {
      await connect();
      await time.advance(18_000);
      transports.last.attempt.heard();
      expect(reconnector.state).toEqual({ name: 'connected', awayMs: 0 });
    });

    it('asks at once when the machine says offline, and is unstable until there is an answer', async () => {
      await connect();
      environment.say('offline');
      expect(transports.last.probes).toBe(1);
      expect(reconnector.state.name).toBe('unstable');
      transports.last.attempt.heard();
      expect(reconnector.state.name).toBe('connected');
    });

    it.each(['online', 'visible'] as const)('asks at once when the machine says %s', async (signal) => {
      await connect();
      environment.say(signal);
      expect(transports.last.probes).toBe(1);
      await time.advance(5000);
      expect(reconnector.state.name).toBe('reconnecting');
    });

    it('asks when its owner has a doubt', async () => {
      await connect();
      reconnector.check();
      expect(transports.last.probes).toBe(1);
    });

    it('takes a probe that cannot be sent for the end', async () => {
      await connect();
      transports.last.probe = () => {
        throw new Error('socket is closed');
      };
      environment.say('visible');
      expect(reconnector.state).toMatchObject({
        name: 'reconnecting',
        because: { reason: 'socket is closed' },
      });
    });
  });

  describe('in the hands of its owner', () => {
    it('leaves nothing behind when it is stopped, from whatever state', async () => {
      const reach: Record<string, () => void> = {
        connecting: () => undefined,
        connected: () => transports.last.attempt.opened(),
        unstable: () => environment.say('offline'),
        reconnecting: () => transports.last.end(1006),
      };
      for (const wanted of Object.keys(reach)) {
        reconnector = make();
        reconnector.start();
        await settle();
        for (const [name, go] of Object.entries(reach)) {
          go();
          if (name === wanted) break;
        }
        expect(reconnector.state.name).toBe(wanted);

        reconnector.stop();
        expect(reconnector.state.name).toBe('idle');
        expect(transports.last.attempt.signal.aborted).toBe(true);
        expect(time.timersLeft).toBe(0);
        expect(environment.listeners.size).toBe(0);
      }
    });

    it('opens nothing when it is stopped in the moment of its start', async () => {
      reconnector = make();
      reconnector.start();
      reconnector.stop();
      await time.advance(60_000);
      expect(transports.all).toHaveLength(0);
    });

    it('starts afresh after a stop: no back-off left over, and the pause is no absence', async () => {
      await connect();
      for (let failure = 0; failure < 3; failure += 1) {
        transports.last.end(1006);
        await nextTry();
      }
      reconnector.stop();
      reconnector.start();
      await open();
      expect(reconnector.state).toEqual({ name: 'connected', awayMs: 0 });
      transports.last.end(1006);
      expect(waits().at(-1)).toBe(250);
    });

    it('has one connection, however often it is started', async () => {
      await connect();
      reconnector.start();
      await settle();
      expect(transports.all).toHaveLength(1);
      expect(environment.listeners.size).toBe(1);
    });

    it('can be stopped by a listener in the middle of a change', async () => {
      reconnector = make();
      reconnector.onState((state) => {
        if (state.name === 'reconnecting') reconnector.stop();
      });
      reconnector.start();
      await open();
      transports.last.end(1006);
      await time.advance(60_000);
      expect(names()).toEqual(['connecting', 'connected', 'reconnecting', 'idle']);
      expect(transports.all).toHaveLength(1);
    });

    it('runs on the real clock where none is given', async () => {
      const real = new Reconnector({ open: transports.open });
      real.start();
      await open();
      expect(real.state).toEqual({ name: 'connected', awayMs: 0 });
      real.stop();
    });
  });
});
