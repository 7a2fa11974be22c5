import { describe, expect, it } from '@jest/globals';
import { CLOSE_CODES } from '#contracts';
import type { ConnectionState } from '#realtime';
import { interruptionOf as interruption, withWait } from './interruption.js';
import { type Loss, lossAfter } from './loss.js';

const interruptionOf = (state: ConnectionState, retryInMs: number, loss?: Loss) =>
  interruption(state, retryInMs, loss, 'owner');

const because = (code: number) => ({ code, reason: '' });
const waiting = (code: number): ConnectionState => ({
  name: 'reconnecting',
  inMs: 4000,
  at: 0,
  awaySince: 0,
  because: because(code),
});
const stopped = (code: number): ConnectionState => ({
  name: 'stopped',
  after: 'stop',
  because: because(code),
});

describe('interruptionOf', () => {
  it('stays out of the way of a picture, also of one that stutters', () => {
    expect(interruptionOf({ name: 'connected', awayMs: 0 }, 0)).toBeUndefined();
    expect(interruptionOf({ name: 'unstable', silentSince: 0 }, 0)).toBeUndefined();
  });
  it('offers no second try where none can help', () => {
    for (const code of [CLOSE_CODES.SESSION_ENDED, CLOSE_CODES.NO_SUCH_SESSION, CLOSE_CODES.NOT_ALLOWED])
      expect(interruptionOf(stopped(code), 0)).toMatchObject({ retries: false, busy: false });
  });
  it('counts down to the next try, and offers to try now', () => {
    expect(interruptionOf(waiting(1006), 3200)).toEqual({
      title: 'Reconnecting',
      text: 'Your network is dropping the connection. Trying again in 4 s.',
      busy: true,
      retries: true,
    });
  });
  it('tells a restarted desktop from a dropped network', () => {
    expect(interruptionOf(waiting(CLOSE_CODES.DESKTOP_LOST), 0)?.text).toContain('is being started again');
    expect(interruptionOf(waiting(CLOSE_CODES.RESTART), 0)?.text).toContain('Your desktop keeps running');
  });
  it('says one thing of a desktop that stopped, whatever the tries answer, until its picture is back', () => {
    const { DESKTOP_LOST, DESKTOP_NOT_READY, REPLACED, RESTART } = CLOSE_CODES;
    const trying: ConnectionState = { name: 'connecting', awaySince: 0 };
    const states = [DESKTOP_LOST, DESKTOP_NOT_READY, RESTART, DESKTOP_LOST, REPLACED].flatMap((code) => [
      waiting(code),
      trying,
    ]);
    let loss: Loss | undefined;
    const said = states.map((state) => {
      loss = lossAfter(loss, state);
      const { title = '', text = '' } = interruptionOf(state, 0, loss) ?? {};
      return `${title}: ${text}`;
    });
    expect([...new Set(said)]).toEqual([
      'Reconnecting: Your desktop stopped and is being started again. Trying again now.',
    ]);
  });
  it('goes on saying why while it tries, and what it cannot know it does not say', () => {
    const trying: ConnectionState = { name: 'connecting', awaySince: 0 };
    const text = interruptionOf(trying, 0, lossAfter(undefined, waiting(1006)))?.text;
    expect(text).toBe('Your network is dropping the connection. Trying again now.');
  });
  it('calls it the desktop, not yours, to one who only looks', () => {
    const text = interruption(waiting(CLOSE_CODES.DESKTOP_LOST), 0, undefined, 'other')?.text;
    expect(text).toBe('The desktop stopped and is being started again. Trying again now.');
    expect(interruption({ name: 'idle' }, 0, undefined, 'other')?.title).toBe('Opening the desktop');
    expect(interruption(stopped(CLOSE_CODES.SIGN_IN_AGAIN), 0, undefined, 'other')?.text).toBe(
      'Sign in again to see the desktop.',
    );
  });
  it('speaks without jargon, whatever the code', () => {
    for (const code of Object.values(CLOSE_CODES))
      for (const state of [waiting(code), stopped(code)]) {
        const { title = '', text = '' } = interruptionOf(state, 1000) ?? {};
        expect(`${title} ${text}`).not.toMatch(/socket|token|code|\b\d{4}\b/i);
      }
  });
  it('says "opening" the first time and "reconnecting" after that', () => {
    expect(interruptionOf({ name: 'connecting', awaySince: null }, 0)?.title).toBe('Opening your desktop');
    expect(interruptionOf({ name: 'connecting', awaySince: 1 }, 0)?.title).toBe('Reconnecting');
  });
});

describe('withWait', () => {
  it('never says 0 s', () => {
    expect(withWait('Why.', 0)).toBe('Why. Trying again now.');
    expect(withWait('Why.', 1)).toBe('Why. Trying again in 1 s.');
  });
});
