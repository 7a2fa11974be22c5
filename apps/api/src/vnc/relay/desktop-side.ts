import type { OnReadOpts, Socket } from 'node:net';
import { desktopHandshake, type ServerInit } from '#rfb';
import { HEAD_ROOM } from './binary-frame.js';
import { ReadBuffer } from './read-buffer.js';
import { desktopLost, RelayRefused } from './relay-end.js';

/** How long the last messages to a desktop that takes nothing any more may wait. */
const CLOSE_MS = 500;

export interface DesktopListener {
  /** The desktop took what was written to it: there is room again. */
  onDrained(): unknown;
  /** The desktop closed, or the way to it broke. Not told after `close`. */
  onGone(cause: string): void;
}

/**
 * Takes the `length` bytes that begin at `HEAD_ROOM` of `memory`, valid during the call; false when the memory stays in
 * use until `resume`.
 */
type Consumer = (memory: Buffer, length: number) => boolean;

/**
 * The desktop's end of a relay. Its socket is read into memory of our own that is used again and again (`onRead` is for
 * whoever opens the socket): while a chunk is in use nothing more is read, and that is the whole back-pressure.
 */
export class DesktopSide {
  readonly onRead: OnReadOpts = {
    buffer: () => this.nextBuffer(),
    callback: (length) => this.take(length),
  };
  private readonly buffer = new ReadBuffer();
  private consume: Consumer = (memory, length) => this.hold(memory.subarray(HEAD_ROOM, HEAD_ROOM + length));
  private socket: Socket | undefined;
  /** A copy of what came before anybody asked for it, behind room for a head. */
  private held: Buffer | undefined;
  private lastRead = 0;
  private inUse = false;
  /** Nobody has use for it any more, but its handshake is not over. */
  private isLeaving = false;
  private isGreeted = false;
  private closed = false;

  constructor(private readonly listener: DesktopListener) {}

  /** Speaks the client's side of the handshake on a socket opened with `onRead`, then reads no further. */
  greet(socket: Socket, password: string | undefined): Promise<ServerInit> {
    this.attach(socket);
    if (this.isLeaving) this.cutOffSoon(socket);
    const handshake = desktopHandshake(password === undefined ? {} : { password });
    return new Promise((resolve, reject) => {
      this.flow((memory, length) => {
        const progress = handshake.receive(memory.subarray(HEAD_ROOM, HEAD_ROOM + length));
        for (const bytes of progress.send) socket.write(bytes);
        if (progress.status === 'incomplete') return true;
        this.isGreeted = true;
        if (this.isLeaving) this.close([]);
        if (progress.status === 'failed') {
          reject(new RelayRefused(desktopLost(progress.reason)));
          return false;
        }
        resolve(progress.result);
        return this.hold(progress.rest);
      });
    });
  }

  /** From now on the desktop's bytes go to `consume`, those held back first. */
  flow(consume: Consumer): void {
    this.consume = consume;
    const { held } = this;
    this.held = undefined;
    if (!held || consume(held, held.length - HEAD_ROOM)) this.resume();
  }

  /** What `consume` held on to is free again: read on. */
  resume(): void {
    if (!this.inUse || this.closed) return;
    this.inUse = false;
    this.socket?.resume();
  }

  /** False when the desktop is slower than the viewer; `onDrained` tells when it has caught up. */
  write(messages: readonly Uint8Array[]): boolean {
    const { socket } = this;
    if (!socket || this.closed) return true;
    if (messages.length > 1) socket.cork();
    for (const message of messages) socket.write(message);
    if (messages.length > 1) socket.uncork();
    return !socket.writableNeedDrain;
  }

  /**
   * Sends `last`, then closes. From here on no byte of the desktop is looked at, but for those of a handshake: it is
   * finished first, since servers take who breaks one off for somebody who guesses, and shut everyone out.
   */
  close(last: readonly Uint8Array[]): void {
    if (this.closed) return;
    const { socket } = this;
    if (socket) this.cutOffSoon(socket);
    if (!this.isGreeted) {
      this.isLeaving = true;
      return;
    }
    this.write(last);
    this.closed = true;
    socket?.destroySoon();
  }

  private attach(socket: Socket): void {
    this.socket = socket;
    socket.on('drain', () => this.listener.onDrained());
    socket.on('error', (error) => this.gone(error.message));
    socket.on('end', () => this.gone('the desktop hung up'));
    socket.on('close', () => {
      this.buffer.release({ inUse: this.inUse });
      this.gone('the desktop hung up');
    });
  }

  private cutOffSoon(socket: Socket): void {
    setTimeout(() => socket.destroy(), CLOSE_MS).unref();
  }

  private hold(bytes: Uint8Array): false {
    if (bytes.length > 0) {
      this.held = Buffer.alloc(HEAD_ROOM + bytes.length);
      this.held.set(bytes, HEAD_ROOM);
    }
    return false;
  }

  private take(length: number): boolean {
    if (this.closed) return false;
    this.lastRead = length;
    this.inUse = !this.consume(this.buffer.current.memory, length);
    return !this.inUse;
  }

  /** Node asks after every read; what is in use must stay where it is, and is what the next read goes into. */
  private nextBuffer(): Buffer {
    const keeps = this.inUse || this.closed;
    return (keeps ? this.buffer.current : this.buffer.adapt(this.lastRead)).area;
  }

  private gone(cause: string): void {
    if (this.closed) return;
    this.closed = true;
    this.socket?.destroy();
    if (!this.isLeaving) this.listener.onGone(cause);
  }
}
