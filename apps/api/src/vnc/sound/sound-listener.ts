import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { CLOSE_CODES, type CloseCode } from '#contracts';
import { SoundFrames } from '../../desktops/sound-frames.js';
import type { LiveConnection } from '../../gateway/live-connection.js';
import type { Ending } from '../../signals/endings.js';
import type { DesktopAdmission } from '../desktop-admission.js';
import type { ReachedSound } from '../desktop-door.js';
import { soundMessages } from '../metrics.js';
import { DeadlineWatch } from '../relay/deadline-watch.js';
import { desktopLost, RelayRefused, SESSION_EXPIRED, type RelayEnd } from '../relay/relay-end.js';

/** A second of sound. Whoever is further behind misses what comes meanwhile: sound is live, or it is nothing. */
const MOST_WAITING_BYTES = 8 * 1024;
/** A listener that answers no close frame is cut off after this, well before a revocation's receipt is due. */
const CLOSE_MS = 1_000;

export interface SoundOptions {
  /** A clock that only moves forward. */
  readonly nowMs: () => number;
  /** Opens the way to what the desktop plays. Rejects with `RelayRefused` to tell the listener why not. */
  readonly reach: () => Promise<ReachedSound>;
  /** Says what the listener is told when the desktop is gone: its session may have ended with it. */
  readonly explainLoss: (cause: string) => Promise<RelayEnd>;
  /** The first sound may follow. */
  readonly onBegin: () => void;
  /** Called once; nothing passes any more. */
  readonly onEnd: (summary: SoundSummary) => void;
}

export interface SoundSummary {
  readonly code: number;
  readonly reason: string;
  readonly detail?: string;
  readonly sent: number;
  /** Messages that a listener was too slow for. */
  readonly dropped: number;
  readonly lifetimeMs: number;
}

/**
 * One listener's socket: what a desktop plays goes down, a message a packet, and nothing comes up. Past the session's
 * deadline, and once it has ended, nothing passes.
 */
export class SoundListener implements LiveConnection {
  readonly kind = 'sound';
  private readonly frames = new SoundFrames();
  private readonly deadline: DeadlineWatch;
  private readonly startedMs: number;
  private deadlineEnd = SESSION_EXPIRED;
  private deadlineTold = false;
  private desktop: Socket | undefined;
  private isOver = false;
  private sent = 0;
  private dropped = 0;

  constructor(
    readonly admission: DesktopAdmission,
    readonly registration: Promise<boolean>,
    private readonly socket: WebSocket,
    private readonly options: SoundOptions,
  ) {
    this.startedMs = options.nowMs();
    this.deadline = new DeadlineWatch(options.nowMs, () => this.end(this.deadlineEnd));
    socket.on('message', () => this.end({ code: CLOSE_CODES.MALFORMED, reason: 'a listener says nothing' }));
    socket.on('close', (code) => this.finish({ code, reason: 'the listener left' }));
    socket.on('error', ({ message }) =>
      this.finish({ code: 1006, reason: 'the socket failed', detail: message }),
    );
    void this.begin();
  }

  /** The session ends at another time than it did. */
  move(deadlineMs: number, end: RelayEnd): void {
    if (this.isOver) return;
    this.deadlineTold = true;
    this.deadlineEnd = end;
    this.deadline.set(deadlineMs);
  }

  endSession({ reason }: Ending): void {
    this.close(CLOSE_CODES.SESSION_ENDED, reason);
  }

  close(code: CloseCode, reason: string): void {
    this.end({ code, reason });
  }

  leave(): void {
    this.close(CLOSE_CODES.RESTART, 'restart');
  }

  private async begin(): Promise<void> {
    try {
      const { socket, deadlineMs, deadlineEnd } = await this.options.reach();
      if (this.isOver) return void socket.destroy();
      // what was told meanwhile is newer than what was read on the way to the desktop
      if (!this.deadlineTold) this.move(deadlineMs, deadlineEnd);
      this.desktop = socket;
      socket.on('error', () => socket.destroy());
      socket.on('close', () => void this.lose('its sound ended'));
      socket.on('data', (chunk) => this.pass(chunk));
      this.options.onBegin();
    } catch (error) {
      this.end(error instanceof RelayRefused ? error.end : desktopLost(String(error)));
    }
  }

  private pass(chunk: Buffer): void {
    try {
      for (const message of this.frames.read(chunk)) this.send(message);
    } catch (error) {
      this.end(desktopLost(`no sound: ${String(error)}`));
    }
  }

  private send(message: Buffer): void {
    if (this.isOver || this.deadline.isPast()) return;
    if (this.socket.bufferedAmount > MOST_WAITING_BYTES) {
      this.dropped += 1;
      soundMessages.dropped += 1;
      return;
    }
    this.sent += 1;
    soundMessages.sent += 1;
    this.socket.send(message);
  }

  /** A desktop dies with its session, and the news of the one may come before the news of the other. */
  private async lose(cause: string): Promise<void> {
    if (!this.isOver) this.end(await this.options.explainLoss(cause).catch(() => desktopLost(cause)));
  }

  private end(end: RelayEnd): void {
    if (this.isOver) return;
    this.finish(end);
    this.socket.close(end.code, end.reason);
    setTimeout(() => this.socket.terminate(), CLOSE_MS).unref();
  }

  private finish({ code, reason, detail }: Omit<RelayEnd, 'code'> & { code: number }): void {
    if (this.isOver) return;
    this.isOver = true;
    this.deadline.cancel();
    this.desktop?.destroy();
    this.options.onEnd({
      ...{ code, reason, sent: this.sent, dropped: this.dropped },
      ...(detail !== undefined && { detail }),
      lifetimeMs: Math.round(this.options.nowMs() - this.startedMs),
    });
  }
}
