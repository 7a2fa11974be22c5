import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { Duplex } from 'node:stream';
import { loadConfig } from '../config/load-config.js';
import { AppError } from '../kernel/app-error.js';
import { silentLog } from '../../../../test/support/fakes.js';
import { MessageIntake } from './message-intake.js';
import { messagesRefused } from './metrics.js';
import { RightsClaims } from './rights-claims.js';
import { carriedBy } from './socket-output.js';

const SESSION = '0b9a1c52-4c6e-4f0e-9a52-111111111111';

/** What of a ws socket the intake uses. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  isPaused = false;
  readonly sent: Record<string, unknown>[] = [];
  closed: { code: number; reason: string } | undefined;
  /** Takes one frame at a time; a message of ours begins with its brace. */
  readonly transport = new Duplex({
    read: () => {},
    write: (frame: Buffer, _encoding, done) => {
      this.sent.push(JSON.parse(frame.subarray(frame.indexOf('{')).toString()) as Record<string, unknown>);
      done();
    },
  });
  close(code: number, reason: string): void {
    this.closed = { code, reason };
    this.readyState = 2;
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  say(message: unknown, isBinary = false): void {
    this.emit(
      'message',
      Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
      isBinary,
    );
  }
}

type Handler = Parameters<MessageIntake['attach']>[1];
const answered = async () => new Promise((resolve) => setImmediate(resolve));

function attached(handle: Handler): FakeSocket {
  const socket = new FakeSocket();
  carriedBy(socket as never, socket.transport);
  new MessageIntake(loadConfig({}), new RightsClaims(undefined as never, silentLog), silentLog).attach(
    socket as never,
    handle,
  );
  return socket;
}

describe('the intake', () => {
  it('answers in the order of the commands, however long each takes', async () => {
    const delays = [30, 0, 10];
    const socket = attached(async ({ id }) => {
      await new Promise((resolve) => setTimeout(resolve, delays[Number(id)]));
      return { type: 'PONG', request: id };
    });
    for (const id of ['0', '1', '2']) socket.say({ type: 'PING', id });
    while (socket.sent.length < 3) await answered();
    expect(socket.sent.map(({ request }) => request)).toEqual(['0', '1', '2']);
  });

  it('answers a handler that throws, and goes on', async () => {
    let first = true;
    const socket = attached(async () => {
      if (first) {
        first = false;
        throw new Error('a bug');
      }
      return { type: 'PONG' };
    });
    socket.say({ type: 'PING', id: 'x' });
    socket.say({ type: 'PING' });
    while (socket.sent.length < 2) await answered();
    expect(socket.sent).toMatchObject([{ error: 'UNAVAILABLE', request: 'x' }, { type: 'PONG' }]);
  });

  it('calls a session that may not be followed not found', async () => {
    const socket = attached(() => Promise.reject(new AppError('NOT_FOUND')));
    socket.say({ type: 'SUBSCRIBE', sessionId: SESSION });
    await answered();
    expect(socket.sent).toMatchObject([{ error: 'SESSION_NOT_FOUND' }]);
  });

  it('closes a binary message with 1003', () => {
    const socket = attached(async () => undefined);
    socket.say('x', true);
    expect(socket.closed?.code).toBe(1003);
  });

  it('tells who is over the budget, and closes a flood with 4429', async () => {
    const socket = attached(async () => ({ type: 'PONG' }));
    for (let n = 0; n < 1_000 && !socket.closed; n += 1) socket.say({ type: 'PING' });
    expect(socket.closed?.code).toBe(4429);
  });

  it('reads nothing more of a flood, also once all it had said is answered', async () => {
    const socket = attached(async () => ({ type: 'PONG' }));
    for (let n = 0; n < 1_000 && !socket.closed; n += 1) socket.say({ type: 'PING' });
    await answered();
    expect(socket).toMatchObject({ closed: { code: 4429 }, isPaused: true });
  });

  it('counts what it refuses of a flood, also when all of it came at once and none is answered', async () => {
    const countOf = async (error: string) =>
      (await messagesRefused.get()).values.find(({ labels }) => labels.error === error)?.value ?? 0;
    const before = await countOf('BAD_REQUEST');
    const socket = attached(async () => undefined);
    while (!socket.closed) socket.say('{');
    expect(await countOf('BAD_REQUEST')).toBe(before + 20);
    expect(socket.sent).toEqual([]);
  });

  it('closes a thousand unknown messages sooner than a thousand good ones', () => {
    const sayUntilClosed = (message: unknown) => {
      const socket = attached(async () => undefined);
      let said = 0;
      while (!socket.closed && said < 2_000) {
        socket.say(message);
        said += 1;
      }
      return said;
    };
    expect(sayUntilClosed({ type: 'WHAT' })).toBeLessThan(sayUntilClosed({ type: 'PING' }));
  });

  it('stops reading while too many wait for an answer', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const socket = attached(async () => {
      await gate;
      return { type: 'PONG' };
    });
    for (let n = 0; n < 40; n += 1) socket.say({ type: 'PING' });
    expect(socket.isPaused).toBe(true);
    release();
    while (socket.sent.length < 40) await answered();
    expect(socket.isPaused).toBe(false);
  });
});
