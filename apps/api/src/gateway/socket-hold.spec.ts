import { describe, expect, it } from '@jest/globals';
import type { Holder } from '../signals/holder.js';
import type { Holders } from '../signals/holders.js';
import { SocketHold } from './socket-hold.js';

const HOLDER: Holder = { sessionId: 'session', kind: 'events', id: 'socket' };

/** A table of holders that answers a registration with `answer`, and lists what was acknowledged. */
function holders(answer: Promise<boolean>) {
  const gone: Holder[] = [];
  const acknowledge = (holder: Holder) => Promise.resolve(void gone.push(holder));
  return { gone, table: { register: () => answer, acknowledge } as unknown as Holders };
}

describe('a socket that holds a session', () => {
  it('is acknowledged once when it is gone', async () => {
    const { gone, table } = holders(Promise.resolve(true));
    const hold = new SocketHold(table, HOLDER);
    await Promise.all([hold.release(), hold.release()]);
    expect(gone).toEqual([HOLDER]);
  });

  it('has nothing to acknowledge when the session had ended before', async () => {
    const { gone, table } = holders(Promise.resolve(false));
    await new SocketHold(table, HOLDER).release();
    expect(gone).toEqual([]);
  });

  it('is acknowledged when its registration failed, which may have been written all the same', async () => {
    const { gone, table } = holders(Promise.reject(new Error('the answer was lost')));
    await new SocketHold(table, HOLDER).release();
    expect(gone).toEqual([HOLDER]);
  });
});
