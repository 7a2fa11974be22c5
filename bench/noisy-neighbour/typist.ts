import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import {
  desktopHandshake,
  encodeFramebufferUpdateRequest,
  encodeKeyEvent,
  encodePointerEvent,
  encodeSetEncodings,
  ENCODING,
  ServerMessageParser,
} from '#rfb';

/** Small, in the middle, away from the pointer: a key turns it to another colour. */
const LOOKED_AT = { x: 640, y: 540, width: 16, height: 16 };
const POINTER = { x: 300, y: 400 };
const KEY = 'a'.charCodeAt(0);
/** Between two keys, as people type; not a multiple of anybody's frame, so that keys come at every moment of one. */
const PAUSE_MS = { least: 80, most: 180 };
const GIVE_UP_AFTER_MS = 20_000;

/**
 * A viewer of a desktop that types, in this process and without a browser: it speaks RFB through the product's own
 * socket, looks at one small place, and asks for nothing else, so that next to nothing of the time is its own.
 */
export class Typist {
  private readonly messages = new ServerMessageParser();
  private colour = '';
  private wake: () => void = () => {};

  private constructor(private readonly socket: WebSocket) {}

  static async connect(socket: WebSocket): Promise<Typist> {
    const typist = new Typist(socket);
    const first = await shakeHands(socket);
    socket.on('message', (chunk: Buffer) => typist.read(chunk));
    socket.send(encodeSetEncodings([ENCODING.RAW]));
    typist.ask(false);
    typist.read(first);
    await typist.sees((colour) => colour !== '');
    for (const buttons of [0, 1, 0]) socket.send(encodePointerEvent(buttons, POINTER.x, POINTER.y));
    return typist;
  }

  /** @returns milliseconds of each key from its event to the changed pixel */
  async type(keys: number): Promise<number[]> {
    const tookMs: number[] = [];
    for (let n = 0; n < keys; n += 1) {
      await sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
      const before = this.colour;
      const pressedAtMs = performance.now();
      for (const down of [true, false]) this.socket.send(encodeKeyEvent(down, KEY));
      await this.sees((colour) => colour !== before);
      tookMs.push(performance.now() - pressedAtMs);
    }
    return tookMs;
  }

  close(): void {
    this.socket.terminate();
  }

  private async sees(wanted: (colour: string) => boolean): Promise<void> {
    const giveUp = AbortSignal.timeout(GIVE_UP_AFTER_MS);
    while (!wanted(this.colour)) {
      await new Promise<void>((resolve, reject) => {
        this.wake = resolve;
        giveUp.addEventListener('abort', () => reject(new Error('no pixel changed')), { once: true });
      });
    }
  }

  private ask(incremental: boolean): void {
    this.socket.send(encodeFramebufferUpdateRequest(incremental, LOOKED_AT));
  }

  private read(chunk: Uint8Array): void {
    this.messages.push(chunk);
    for (let parsed = this.messages.next(); parsed.status !== 'incomplete'; parsed = this.messages.next()) {
      if (parsed.status === 'malformed') throw new Error(parsed.reason);
      if (parsed.message.kind !== 'framebufferUpdate') continue;
      this.colour = Buffer.from(parsed.message.bytes.subarray(-4)).toString('hex');
      this.ask(true);
      this.wake();
    }
  }
}

/** Resolves with what came behind the handshake. */
async function shakeHands(socket: WebSocket): Promise<Uint8Array> {
  const handshake = desktopHandshake();
  let progress = handshake.receive();
  while (progress.status !== 'done') {
    if (progress.status === 'failed') throw new Error(progress.reason);
    const [chunk] = (await once(socket, 'message')) as [Buffer];
    progress = handshake.receive(chunk);
    for (const bytes of progress.send) socket.send(bytes);
  }
  return progress.rest;
}
