import { CLOSE_CODES, type CloseCode } from '#contracts';
import type { LiveConnection } from '../gateway/live-connection.js';
import type { Ending } from '../signals/endings.js';
import type { DesktopAdmission } from './desktop-admission.js';
import type { RelayEnd } from './relay/relay-end.js';
import type { Relay } from './relay/relay.js';

/** One viewer's socket, as the gateway sees every socket: something that can be told to end. */
export class DesktopViewer implements LiveConnection {
  readonly kind = 'desktop';
  /** Settles when `viewer.joined` is written; unset while no pixel may flow yet. */
  joined: Promise<void> | undefined;
  /** Settles when it is written how the viewer ended; unset while it has not. */
  recorded: Promise<void> | undefined;

  constructor(
    readonly admission: DesktopAdmission,
    readonly registration: Promise<boolean>,
    private readonly relay: Relay,
  ) {}

  /** The session ends at another time than it did. */
  move(deadlineMs: number, end: RelayEnd): void {
    this.relay.setDeadline(deadlineMs, end);
  }

  endSession({ reason }: Ending): void {
    this.close(CLOSE_CODES.SESSION_ENDED, reason);
  }

  close(code: CloseCode, reason: string): void {
    this.relay.end({ code, reason });
  }

  leave(): void {
    this.close(CLOSE_CODES.RESTART, 'restart');
  }
}
