import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { Heartbeat } from './heartbeat.js';

/** What of a ws socket the heartbeat uses; answers pings while somebody is there. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  pings = 0;
  closed: number | undefined;
  terminated = false;
  constructor(public isThere = true) {
    super();
  }
  ping(): void {
    this.pings += 1;
    if (this.isThere) this.emit('pong');
  }
  close(code: number): void {
    this.closed = code;
  }
  terminate(): void {
    this.terminated = true;
    this.emit('close');
  }
}

function watched(isThere?: boolean) {
  const heartbeat = new Heartbeat();
  const socket = new FakeSocket(isThere);
  heartbeat.watch(socket as never);
  return { heartbeat, socket };
}

describe('the heartbeat', () => {
  it('lets those live who answer', async () => {
    const { heartbeat, socket } = watched();
    for (let n = 0; n < 10; n += 1) await heartbeat.beat();
    expect(socket).toMatchObject({ pings: 10, closed: undefined, terminated: false });
  });

  it('cuts one who vanished right after an answer at the second beat, not the third', async () => {
    const { heartbeat, socket } = watched();
    await heartbeat.beat();
    socket.isThere = false;
    await heartbeat.beat();
    expect(socket.terminated).toBe(false);
    await heartbeat.beat();
    expect(socket).toMatchObject({ closed: 4408, terminated: true });
  });

  it('forgets a socket that closed by itself', async () => {
    const { heartbeat, socket } = watched(false);
    await heartbeat.beat();
    socket.emit('close');
    await heartbeat.beat();
    expect(socket).toMatchObject({ pings: 1, closed: undefined });
  });

  it('reads the answers that came while the process was blocked before it judges', async () => {
    const { heartbeat, socket } = watched(false);
    await heartbeat.beat();
    setImmediate(() => socket.emit('pong')); // what the kernel holds is read before the next turn
    await heartbeat.beat();
    expect(socket).toMatchObject({ pings: 2, closed: undefined });
  });
});
