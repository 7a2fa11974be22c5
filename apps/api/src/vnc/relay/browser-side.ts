import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { browserHandshake } from '#rfb';
import { frameInPlace } from './binary-frame.js';
import { malformed, RelayRefused, type RelayEnd } from './relay-end.js';

/** Pixels that wait for a reader when the session ends get this long to leave, then they are thrown away. */
const DRAIN_MS = 250;
/** A browser that answers no close frame is cut off after this, well before a revocation's receipt is due. */
const CLOSE_MS = 1_000;

const NOTHING = Buffer.alloc(0);

export interface BrowserListener {
  /** A text frame came: RFB has none. */
  onText(): void;
  /** Everything sent has left this process: there is room again. */
  onDrained(): unknown;
  /** The socket is closed, by whoever. */
  onClosed(code: number): void;
  onError(error: Error): void;
}

/** A viewer's end of a relay: binary frames whose borders mean nothing. */
export class BrowserSide {
  private consume: (chunk: Uint8Array) => void = (chunk) => this.waiting.push(chunk);
  private readonly waiting: Uint8Array[] = [];
  private isSending = false;

  constructor(
    private readonly socket: WebSocket,
    /** The connection below the socket, for what need not go through it. */
    private readonly carrier: Duplex,
    private readonly listener: BrowserListener,
  ) {
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.consume(data as Buffer);
      else listener.onText();
    });
    socket.on('close', (code) => listener.onClosed(code));
    socket.on('error', (error) => listener.onError(error));
    carrier.on('drain', this.onSent);
  }

  /** Speaks the server's side of the handshake up to ClientInit, then holds back what follows. */
  greet(): Promise<void> {
    const handshake = browserHandshake();
    return new Promise((resolve, reject) => {
      this.consume = (chunk) => {
        const progress = handshake.receive(chunk);
        for (const bytes of progress.send) this.send(bytes);
        if (progress.status === 'incomplete') return;
        this.hold();
        if (progress.status === 'failed') return reject(new RelayRefused(malformed(progress.reason)));
        if (progress.rest.length > 0) this.waiting.push(progress.rest);
        resolve();
      };
      this.consume(new Uint8Array(0));
    });
  }

  /** From now on the viewer's bytes go to `consume`, those held back first. */
  flow(consume: (chunk: Uint8Array) => void): void {
    this.consume = consume;
    this.resume();
    for (const chunk of this.waiting.splice(0)) consume(chunk);
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  /**
   * The hot path: sends the `length` bytes that begin at `HEAD_ROOM` of `memory` as one frame. True when all of it is
   * with the kernel already, so that the memory can be used again; else `onDrained` tells when it is. No frame may follow
   * a close frame (RFC 6455 5.5.1), whoever sent that.
   */
  pass(memory: Buffer, length: number): boolean {
    if (this.socket.readyState !== this.socket.OPEN) return false;
    const willDrain = !this.carrier.write(frameInPlace(memory, length));
    if (this.carrier.writableLength === 0) return true;
    this.isSending = true;
    // Below the stream's mark no 'drain' is told: then the callback of an empty write behind it is.
    if (!willDrain) this.carrier.write(NOTHING, this.onSent);
    return false;
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Closes for good: from here on no byte of the viewer is looked at. */
  close({ code, reason }: RelayEnd): void {
    this.consume = () => {};
    this.waiting.length = 0;
    if (this.socket.readyState === this.socket.CLOSED) return;
    this.socket.close(code, reason);
    this.socket.resume(); // a paused socket would never see the answer to its close frame
    setTimeout(() => this.socket.bufferedAmount > 0 && this.socket.terminate(), DRAIN_MS).unref();
    setTimeout(() => this.socket.terminate(), CLOSE_MS).unref();
  }

  private hold(): void {
    this.consume = (chunk) => this.waiting.push(chunk);
    this.pause();
  }

  private readonly onSent = (): void => {
    if (!this.isSending) return;
    this.isSending = false;
    this.listener.onDrained();
  };
}
