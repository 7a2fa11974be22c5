import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BOUNDS,
  desktopHandshake,
  encodeFramebufferUpdateRequest,
  ServerMessageParser,
  type ServerInit,
} from '#rfb';
import { connectDesktop } from '../../desktops/connect-desktop.js';
import type { DesktopEndpoint } from '../../desktops/desktop-endpoint.js';
import { RECORDER_WISHES } from './recorded-picture.js';

/** A desktop answers a handshake within this. */
const ANSWER_WITHIN_MS = 5_000;
/** And paints a whole picture within this: 8 MiB of a raw one over a line of 3 Mbit/s. */
const WHOLE_WITHIN_MS = 30_000;
/** Five pictures a second show what somebody did; more would cost the desktop more than one who watches. */
export const PICTURE_EVERY_MS = 200;

/** A desktop that changes its size more often while a picture is taken, or takes more for one, is none of ours. */
const MOST_SIZES = 8;
/** Of 3840 by 2160 pixels, four bytes each, a raw picture has 32 MiB. */
const MOST_BYTES = 4 * BOUNDS.UPDATE;
const MOST_PARTS = 10_000;

export interface RecordedPicture {
  readonly bytes: Uint8Array;
  readonly pixels: number;
  readonly size?: { readonly width: number; readonly height: number };
}

/**
 * The recorder's own connection to a desktop: it looks and says nothing else. Pictures are asked for one at a time, each
 * when the one before has been taken, so that a slow disk slows the pictures and fills no memory. What was copied in the
 * desktop is passed over unread.
 */
export class RecordedDesktop {
  private readonly parser = new ServerMessageParser();
  private askedAtMs = 0;

  private constructor(
    private readonly socket: Socket,
    private readonly chunks: AsyncIterator<Buffer>,
    private size: { width: number; height: number },
    private pending: Uint8Array,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws Error when the desktop does not answer, or `signal` is aborted */
  static async reach(endpoint: DesktopEndpoint, signal: AbortSignal): Promise<RecordedDesktop> {
    signal.throwIfAborted();
    const socket = await connectDesktop(endpoint);
    const late = setTimeout(() => socket.destroy(new Error('the desktop is silent')), ANSWER_WITHIN_MS);
    const end = () => socket.destroy();
    signal.addEventListener('abort', end);
    socket.once('close', () => signal.removeEventListener('abort', end));
    socket.on('error', () => {}); // told by the iterator
    try {
      const chunks: AsyncIterator<Buffer> = socket[Symbol.asyncIterator]();
      const { init, rest } = await greet(socket, chunks, endpoint);
      const { width, height } = init;
      for (const wish of RECORDER_WISHES) socket.write(wish);
      return new RecordedDesktop(socket, chunks, { width, height }, rest, signal);
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  /** Of the picture that comes next. */
  get picture(): { readonly width: number; readonly height: number } {
    return this.size;
  }

  /** Asks for all of the picture; what comes until it was painted once. */
  async whole(): Promise<Uint8Array[]> {
    const late = setTimeout(() => this.socket.destroy(new Error('no whole picture')), WHOLE_WITHIN_MS);
    try {
      this.ask(false);
      let parts: Uint8Array[] = [];
      let [sizes, held] = [0, 0];
      for (let painted = 0; painted < this.size.width * this.size.height;) {
        const { bytes, pixels, size } = await this.take();
        if (size) {
          this.ask(false);
          [parts, painted, held] = [[], 0, 0]; // what was painted so far is of another size
          sizes += 1;
        } else painted += pixels;
        parts.push(bytes);
        held += bytes.length;
        if (sizes > MOST_SIZES || held > MOST_BYTES || parts.length > MOST_PARTS)
          throw new Error('more came than a picture takes');
      }
      return parts;
    } finally {
      clearTimeout(late);
    }
  }

  /** The next picture that differs from the last, as soon as it is time for one. */
  async next(): Promise<RecordedPicture> {
    const earlyMs = this.askedAtMs + PICTURE_EVERY_MS - performance.now();
    if (earlyMs > 0) await sleep(earlyMs, undefined, { signal: this.signal });
    this.ask(true);
    return this.take();
  }

  close(): void {
    this.socket.destroy();
  }

  private ask(incremental: boolean): void {
    this.askedAtMs = performance.now();
    this.socket.write(encodeFramebufferUpdateRequest(incremental, { x: 0, y: 0, ...this.size }));
  }

  private async take(): Promise<RecordedPicture> {
    for (;;) {
      const parsed = this.parser.next();
      if (parsed.status === 'malformed')
        throw new Error(`the desktop's bytes make no sense: ${parsed.reason}`);
      if (parsed.status === 'incomplete') await this.read();
      else if (parsed.message.kind === 'framebufferUpdate') {
        if (parsed.message.size) this.size = parsed.message.size;
        return parsed.message;
      }
    }
  }

  private async read(): Promise<void> {
    if (this.pending.length > 0) {
      this.parser.push(this.pending);
      this.pending = new Uint8Array(0);
      return;
    }
    const { value, done } = await this.chunks.next();
    if (done) throw new Error('the desktop hung up');
    this.parser.push(value);
  }
}

async function greet(
  socket: Socket,
  chunks: AsyncIterator<Buffer>,
  endpoint: DesktopEndpoint,
): Promise<{ init: ServerInit; rest: Uint8Array }> {
  const password = endpoint.kind === 'tcp' ? endpoint.password : undefined;
  const handshake = desktopHandshake(password === undefined ? {} : { password });
  for (;;) {
    const { value, done } = await chunks.next();
    if (done) throw new Error('the desktop hung up');
    const progress = handshake.receive(value);
    for (const bytes of progress.send) socket.write(bytes);
    if (progress.status === 'failed') throw new Error(progress.reason);
    if (progress.status === 'done') return { init: progress.result, rest: progress.rest };
  }
}
