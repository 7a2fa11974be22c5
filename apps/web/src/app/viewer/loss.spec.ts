import { describe, expect, it } from '@jest/globals';
import { CLOSE_CODES } from '#contracts';
import type { ConnectionState } from '#realtime';
import { isDesktopComingBack, type Loss, lossAfter, wasPersonAway } from './loss.js';

const CONNECTING: ConnectionState = { name: 'connecting', awaySince: 0 };
const CONNECTED: ConnectionState = { name: 'connected', awayMs: 1 };
const waiting = (code: number): ConnectionState => ({
  name: 'reconnecting',
  inMs: 1,
  at: 1,
  awaySince: 0,
  because: { code, reason: '' },
});
/** A connection that ends so again and again, and what is known of it then. */
const after = (...codes: number[]): Loss | undefined =>
  codes
    .flatMap((code) => [waiting(code), CONNECTING])
    .reduce<Loss | undefined>((loss, state) => lossAfter(loss, state), undefined);

describe('the loss of a picture', () => {
  it('is none while it was never there, or nobody wants it', () => {
    expect(lossAfter(undefined, { name: 'connecting', awaySince: null })).toBeUndefined();
    expect(lossAfter(undefined, CONNECTED)).toBeUndefined();
    expect(lossAfter(after(1006), { name: 'idle' })).toBeUndefined();
  });

  it('keeps what began it through every try', () => {
    expect(after(CLOSE_CODES.DESKTOP_LOST, CLOSE_CODES.DESKTOP_NOT_READY, 1006)).toEqual({
      first: CLOSE_CODES.DESKTOP_LOST,
      latest: 1006,
      isDesktopGone: true,
      isOver: false,
    });
  });

  it('is over with the picture, and the next one begins afresh', () => {
    const over = lossAfter(after(CLOSE_CODES.DESKTOP_LOST), CONNECTED);
    expect(over).toMatchObject({ first: CLOSE_CODES.DESKTOP_LOST, isOver: true });
    expect(lossAfter(over, waiting(1006))).toMatchObject({ first: 1006, isDesktopGone: false });
  });

  it('means that the desktop comes back only until it is back', () => {
    const lost = after(1006, CLOSE_CODES.DESKTOP_LOST, CLOSE_CODES.REPLACED);
    expect(isDesktopComingBack(lost)).toBe(true);
    expect(isDesktopComingBack(lossAfter(lost, CONNECTED))).toBe(false);
    expect(isDesktopComingBack(after(1006))).toBe(false);
  });

  it.each([
    [[CLOSE_CODES.DESKTOP_LOST], false],
    [[CLOSE_CODES.REPLACED], false],
    [[CLOSE_CODES.RESTART], false],
    [[1006], true],
    [[1006, CLOSE_CODES.REPLACED], true],
    [[CLOSE_CODES.HEARTBEAT_MISSED], true],
  ])('after %j: the person was away: %s', (codes, was) => {
    expect(wasPersonAway(after(...codes))).toBe(was);
  });
});
