import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import {
  encodeFramebufferUpdateRequest,
  encodeKeyEvent,
  encodeServerInit,
  PROTOCOL_VERSION,
  SECURITY,
} from '#rfb';
import { DESKTOP } from './desktop.js';
import { ByteCounter, clientFrame, FrameCounter, type PayloadCounter } from './frames.js';

const VERSION = Buffer.from(PROTOCOL_VERSION);
/** What is sent at each step of the handshake, and how many payload bytes have been heard by then. */
const STEPS = [
  { heard: 12, send: VERSION },
  { heard: 12 + 2, send: Buffer.of(SECURITY.NONE) },
  { heard: 12 + 2 + 4, send: Buffer.of(1) },
  { heard: 12 + 2 + 4 + encodeServerInit(DESKTOP).length, send: undefined },
];

/**
 * A viewer that does as little as can be done, so that the proxy is what is measured: it reads into one buffer, counts,
 * and looks at nothing.
 */
export class Viewer {
  private readonly socket: net.Socket;
  private upgraded = false;
  private restMs = 0;
  private wake: () => void = () => {};

  private constructor(
    to: net.NetConnectOpts,
    private readonly counter: PayloadCounter,
    private readonly frame: (bytes: Uint8Array) => Uint8Array,
    readBytes = 1024 * 1024,
  ) {
    this.socket = net.connect({
      ...to,
      noDelay: true,
      onread: { buffer: Buffer.alloc(readBytes), callback: (length, buffer) => this.take(buffer, length) },
    });
  }

  /** Through a proxy. */
  static async connect(port: number, readBytes?: number): Promise<Viewer> {
    const viewer = new Viewer({ port, host: '127.0.0.1' }, new FrameCounter(), clientFrame, readBytes);
    await once(viewer.socket, 'connect');
    viewer.socket.write(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: binary\r\n\r\n`,
    );
    return viewer.greeted();
  }

  /** Through nothing: RFB on the desktop's own socket. */
  static async direct(path: string): Promise<Viewer> {
    const viewer = new Viewer({ path }, new ByteCounter(), (bytes) => bytes);
    viewer.upgraded = true;
    await once(viewer.socket, 'connect');
    return viewer.greeted();
  }

  get receivedBytes(): number {
    return this.counter.payload;
  }

  /** Asks for `bytes` of pixels; resolves with the seconds until the last one came. */
  async burst(bytes: number): Promise<number> {
    const end = this.counter.payload + bytes;
    const startedMs = performance.now();
    this.socket.write(this.frame(encodeFramebufferUpdateRequest(true, { x: 0, y: 0, width: 1, height: 1 })));
    await this.heard(end);
    return (performance.now() - startedMs) / 1_000;
  }

  /** Asks for what has changed and waits for nothing. */
  ask(width: number, height: number): void {
    this.socket.write(this.frame(encodeFramebufferUpdateRequest(true, { x: 0, y: 0, width, height })));
  }

  /** From now on takes one read (`readBytes`) and then nothing for so long; Infinity: never again. */
  slowDown(restMs: number): void {
    this.restMs = restMs;
  }

  /** Presses and lets go of a key, 8 bytes there and 8 back; resolves with the microseconds of each. */
  async echo(times: number): Promise<number[]> {
    const tookUs: number[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      const startedMs = performance.now();
      const end = this.counter.payload + 8;
      this.socket.write(this.frame(encodeKeyEvent(turn % 2 === 0, 0x61)));
      await this.heard(end);
      tookUs.push((performance.now() - startedMs) * 1_000);
    }
    return tookUs;
  }

  close(): void {
    this.socket.destroy();
  }

  private async greeted(): Promise<this> {
    for (const { heard, send } of STEPS) {
      await this.heard(heard);
      if (send) this.socket.write(this.frame(send));
    }
    return this;
  }

  private async heard(payload: number): Promise<void> {
    while (this.counter.payload < payload) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  private take(buffer: Uint8Array, length: number): boolean {
    const chunk = buffer.subarray(0, length);
    if (this.upgraded) this.counter.count(chunk);
    else this.counter.count(this.behindUpgrade(Buffer.from(chunk)));
    this.wake();
    if (this.restMs > 0 && this.restMs !== Infinity)
      setTimeout(() => this.socket.resume(), this.restMs).unref();
    return this.restMs === 0;
  }

  private behindUpgrade(answer: Buffer): Uint8Array {
    if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(`not upgraded: ${answer}`);
    const end = answer.indexOf('\r\n\r\n');
    if (end < 0) throw new Error('the answer to the upgrade came in pieces');
    this.upgraded = true;
    return answer.subarray(end + 4);
  }
}
