import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { limitControlFrames } from './control-frames.js';
import { controlFramesRefused } from './metrics.js';

class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  code: number | undefined;
  isRead = true;
  close(code: number): void {
    this.code = code;
    this.readyState = 2;
  }
  pause(): void {
    this.isRead = false;
  }
}

describe('control frames', () => {
  let nowMs: number;
  let socket: FakeSocket;
  beforeEach(() => {
    nowMs = 0;
    socket = new FakeSocket();
    limitControlFrames(socket as unknown as WebSocket, 1, () => nowMs);
  });

  it.each(['ping', 'pong'])('in a flood of %ss close with 4429', (name) => {
    for (let n = 0; n < 200; n += 1) socket.emit(name);
    expect(socket.code).toBeUndefined();
    socket.emit(name);
    expect(socket).toMatchObject({ code: 4429, isRead: false });
  });

  it.each(['ping', 'pong'])('above the budget are counted: %ss', async (name) => {
    const refused = async () => {
      const { values } = await controlFramesRefused.get();
      return values.find(({ labels }) => labels.kind === name)?.value ?? 0;
    };
    const before = await refused();
    for (let n = 0; n < 1_000; n += 1) socket.emit(name);
    expect(await refused()).toBe(before + 800);
  });

  it('of both kinds count together', () => {
    for (let n = 0; n < 101; n += 1) socket.emit(n % 2 ? 'ping' : 'pong');
    for (let n = 0; n < 100; n += 1) socket.emit('ping');
    expect(socket.code).toBe(4429);
  });

  it('at an honest pace go on for ever', () => {
    for (let n = 0; n < 5_000; n += 1) {
      socket.emit('pong');
      nowMs += 50;
    }
    expect(socket.code).toBeUndefined();
  });
});
