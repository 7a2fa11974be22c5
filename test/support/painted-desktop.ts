import type { Socket } from 'node:net';
import { desktopHandshake, encodeClientCutText, encodeKeyEvent, encodePointerEvent } from '#rfb';
import { connectDesktop } from '../../apps/api/src/desktops/connect-desktop.js';
import { Xvnc } from '../../apps/api/src/vnc/testing/xvnc.js';

/** A real Xvnc, and somebody whose pointer paints on it: where it goes the picture changes for whoever else looks. */
export class PaintedDesktop {
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly xvnc: Xvnc,
    private readonly person: Socket,
  ) {}

  static async start(): Promise<PaintedDesktop> {
    const xvnc = await Xvnc.start({ retro: true });
    const person = await connectDesktop({ kind: 'unix', path: xvnc.path });
    const handshake = desktopHandshake({});
    for await (const chunk of person.iterator({ destroyOnReturn: false })) {
      const progress = handshake.receive(chunk as Buffer);
      for (const bytes of progress.send) person.write(bytes);
      if (progress.status === 'done') break;
    }
    person.resume();
    return new PaintedDesktop(xvnc, person);
  }

  get endpoint() {
    return { kind: 'unix', path: this.xvnc.path } as const;
  }

  moveTo(x: number, y: number): void {
    this.person.write(encodePointerEvent(0, x, y));
  }

  copy(text: string): void {
    this.person.write(encodeClientCutText(Buffer.from(text, 'latin1')));
  }

  type(text: string): void {
    for (const letter of text)
      for (const down of [true, false]) this.person.write(encodeKeyEvent(down, letter.charCodeAt(0)));
  }

  /** Idempotent. */
  stop(): Promise<void> {
    this.person.destroy();
    this.stopping ??= this.xvnc.stop();
    return this.stopping;
  }
}
