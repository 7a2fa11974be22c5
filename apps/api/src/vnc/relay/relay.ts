import type { OnReadOpts, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { CLOSE_CODES } from '#contracts';
import { beginsServerMessage, encodeServerInit, type ServerInit } from '#rfb';
import { relayed } from '../metrics.js';
import { ViewerPolicy, type DesktopAbilities, type ViewerRights } from '../policy/viewer-policy.js';
import type { DropReason } from '../policy/verdict.js';
import { HEAD_ROOM } from './binary-frame.js';
import { BrowserSide } from './browser-side.js';
import { DeadlineWatch } from './deadline-watch.js';
import { DesktopSide } from './desktop-side.js';
import { pixelTurns } from './pixel-turns.js';
import { desktopLost, malformed, RelayRefused, SESSION_EXPIRED, type RelayEnd } from './relay-end.js';
import { ViewerInput } from './viewer-input.js';

const HANDSHAKE_MS = 5_000;

/** A desktop that was reached, and until when it may be used, on the clock of `RelayOptions.nowMs`. */
export interface ReachedDesktop {
  readonly socket: Socket;
  readonly password: string | undefined;
  readonly deadlineMs: number;
  /** What the viewer is told then. */
  readonly deadlineEnd: RelayEnd;
  readonly abilities: DesktopAbilities;
}

export interface RelayOptions {
  readonly rights: ViewerRights;
  /** A clock that only moves forward. */
  readonly nowMs: () => number;
  /** Opens the way to the desktop, its socket with `onRead`. Rejects with `RelayRefused` to tell the viewer why not. */
  readonly reach: (onRead: OnReadOpts) => Promise<ReachedDesktop>;
  /** Says what the viewer is told when the desktop is gone: its session may have ended with it. */
  readonly explainLoss: (cause: string) => Promise<RelayEnd>;
  /** The viewer pressed, moved or scrolled something, and may. */
  readonly onInput: () => void;
  /** The first pixel may follow. */
  readonly onBegin: () => unknown;
  /** Called once; nothing passes any more. The viewer's socket may still be closing. */
  readonly onEnd: (summary: RelaySummary) => unknown;
}

export interface RelaySummary extends Omit<RelayEnd, 'code'> {
  /** Ours, or the browser's own when it was the one to leave. */
  readonly code: number;
  readonly bytesDown: number;
  readonly bytesUp: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly lifetimeMs: number;
}

/**
 * Bytes between one viewer and a desktop. Towards the viewer nothing is parsed but the very first byte; towards the
 * desktop every message is.
 * Whoever is slow slows the other one down, and holds at most one buffer of memory. Past the session's deadline, and
 * once it has ended, no byte passes in either direction.
 */
export class Relay {
  private bytesDown = 0;
  private bytesUp = 0;
  private state: 'greeting' | 'relaying' | 'losing' | 'over' = 'greeting';
  private greeted = false;
  private readonly startedMs: number;
  private readonly browser: BrowserSide;
  private readonly desktop: DesktopSide;
  private readonly policy: ViewerPolicy;
  private readonly input: ViewerInput;
  private readonly handshakeTimer: NodeJS.Timeout;
  private readonly deadline: DeadlineWatch;
  private deadlineEnd = SESSION_EXPIRED;
  private deadlineTold = false;
  private lastRead = 0;

  constructor(
    socket: WebSocket,
    carrier: Duplex,
    private readonly options: RelayOptions,
  ) {
    const { nowMs, rights } = options;
    this.startedMs = nowMs();
    this.policy = new ViewerPolicy(rights, nowMs);
    this.input = new ViewerInput(this.policy);
    this.deadline = new DeadlineWatch(nowMs, () => this.end(this.deadlineEnd));
    this.handshakeTimer = setTimeout(() => this.giveUpHandshake(), HANDSHAKE_MS).unref();
    this.desktop = new DesktopSide({
      onDrained: () => this.state === 'relaying' && this.browser.resume(),
      onGone: (cause) => void this.lose(cause),
    });
    this.browser = new BrowserSide(socket, carrier, {
      onText: () => this.end({ code: CLOSE_CODES.UNSUPPORTED_DATA, reason: 'binary frames only' }),
      onDrained: () => this.state === 'relaying' && !this.givesWay() && this.desktop.resume(),
      onClosed: (code) => this.finish({ code, reason: 'the viewer left' }),
      onError: (error) => this.finish({ code: 1006, reason: 'the socket failed', detail: error.message }),
    });
    void this.begin();
  }

  /** Ends the relay at once, in both directions. Idempotent. */
  end(end: RelayEnd): void {
    if (this.state === 'over') return;
    this.finish(end);
    this.browser.close(end);
  }

  /** The session's end has moved, or the guest's. Nothing happens once it was reached. */
  setDeadline(deadlineMs: number, end: RelayEnd): void {
    if (this.state === 'over') return;
    this.deadlineTold = true;
    this.deadlineEnd = end;
    this.deadline.set(deadlineMs);
  }

  /** Lets go of every key and button the viewer holds down: somebody else acts from now on. */
  letGo(): void {
    if (this.state === 'relaying') this.desktop.write(this.policy.release());
  }

  private async begin(): Promise<void> {
    try {
      const [init] = await Promise.all([this.reachDesktop(), this.greetBrowser()]);
      clearTimeout(this.handshakeTimer);
      if (this.state !== 'greeting') return;
      this.state = 'relaying';
      this.options.onBegin();
      this.browser.send(encodeServerInit(init));
      this.browser.flow((chunk) => this.toDesktop(chunk));
      this.desktop.flow((memory, length) => this.toBrowser(memory, length));
    } catch (error) {
      this.end(error instanceof RelayRefused ? error.end : desktopLost(String(error)));
    }
  }

  private async greetBrowser(): Promise<void> {
    await this.browser.greet();
    this.greeted = true;
  }

  private async reachDesktop(): Promise<ServerInit> {
    const reached = await this.options.reach(this.desktop.onRead);
    const { socket, password, deadlineMs, abilities } = reached;
    // what was told meanwhile is newer than what was read on the way to the desktop
    if (!this.deadlineTold) this.setDeadline(deadlineMs, reached.deadlineEnd);
    this.policy.desktopCan(abilities);
    const init = await this.desktop.greet(socket, password); // also for a viewer who has gone meanwhile
    this.desktop.write(this.policy.introduction());
    return init;
  }

  /** The hot path. */
  private toBrowser(memory: Buffer, length: number): boolean {
    if (this.state !== 'relaying' || this.deadline.isPast()) return false;
    if (this.bytesDown === 0 && !beginsServerMessage(memory[HEAD_ROOM] ?? NaN)) return this.refuseGarbage();
    this.bytesDown += length;
    relayed.bytesDown += length;
    this.lastRead = length;
    return this.browser.pass(memory, length) && !this.givesWay();
  }

  /** What does not begin as RFB never becomes it; behind a good beginning the viewer is the one who reads on. */
  private refuseGarbage(): false {
    this.end(desktopLost('no RFB behind the handshake'));
    return false;
  }

  private givesWay(): boolean {
    return pixelTurns.rests(this.lastRead, this.readOn);
  }

  private readonly readOn = (): void => {
    if (this.state === 'relaying') this.desktop.resume();
  };

  private toDesktop(chunk: Uint8Array): void {
    if (this.state !== 'relaying' || this.deadline.isPast()) return;
    this.bytesUp += chunk.length;
    relayed.bytesUp += chunk.length;
    const { allowed, isInput, end } = this.input.read(chunk);
    if (isInput) {
      pixelTurns.felt();
      this.options.onInput();
    }
    if (allowed.length > 0 && !this.desktop.write(allowed)) this.browser.pause();
    if (end) this.end(end);
  }

  private giveUpHandshake(): void {
    this.end(this.greeted ? desktopLost('no handshake in time') : malformed('no handshake in time'));
  }

  /** Its bytes stop here at once; the words for it may take a look at the database. */
  private async lose(cause: string): Promise<void> {
    this.state = 'losing';
    this.end(await this.options.explainLoss(cause).catch(() => desktopLost(cause)));
  }

  private finish({ code, reason, detail }: Omit<RelayEnd, 'code'> & { code: number }): void {
    if (this.state === 'over') return;
    this.state = 'over';
    clearTimeout(this.handshakeTimer);
    this.deadline.cancel();
    this.desktop.close(this.policy.release());
    this.options.onEnd({
      code,
      reason,
      ...(detail !== undefined && { detail }),
      bytesDown: this.bytesDown,
      bytesUp: this.bytesUp,
      dropped: Object.fromEntries(this.input.dropped),
      lifetimeMs: Math.round(this.options.nowMs() - this.startedMs),
    });
  }
}
