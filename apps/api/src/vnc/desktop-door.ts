import type { OnReadOpts, Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { CLOSE_CODES } from '#contracts';
import { connectDesktop, connectSound } from '../desktops/connect-desktop.js';
import type { DesktopEndpoint, SessionDesktop } from '../desktops/desktop-endpoint.js';
import { Desktops } from '../desktops/desktops.js';
import { Clock } from '../kernel/clock.js';
import { NodeIdentity } from '../kernel/node-identity.js';
import type { SessionRecord } from '../sessions/session-record.js';
import { Sessions } from '../sessions/sessions.js';
import { Holders } from '../signals/holders.js';
import type { DesktopAdmission } from './desktop-admission.js';
import { desktopLost, RelayRefused, SESSION_EXPIRED, type RelayEnd } from './relay/relay-end.js';
import type { ReachedDesktop } from './relay/relay.js';

const refused = (code: RelayEnd['code'], reason: string) => new RelayRefused({ code, reason });

/** What a desktop plays, and until when it may be heard; as in ReachedDesktop. */
export type ReachedSound = Pick<ReachedDesktop, 'socket' | 'deadlineMs' | 'deadlineEnd'>;

interface FoundDesktop extends Omit<ReachedSound, 'socket'> {
  endpoint: DesktopEndpoint;
}

const LINK_EXPIRED: RelayEnd = { code: CLOSE_CODES.NOT_ALLOWED, reason: 'link expired' };

/** The way from an admitted viewer to the desktop of the session, and the words for why there is none. */
@Injectable()
export class DesktopDoor {
  constructor(
    private readonly sessions: Sessions,
    private readonly desktops: Desktops,
    private readonly holders: Holders,
    private readonly clock: Clock,
    private readonly node: NodeIdentity,
    private readonly log: PinoLogger,
  ) {
    log.setContext(DesktopDoor.name);
  }

  /** Makes the viewer one of the things that must be gone when the session ends; false when it has ended already. */
  register({ sessionId, connectionId }: DesktopAdmission): Promise<boolean> {
    return this.holders.register({ sessionId, kind: 'desktop', id: connectionId });
  }

  /**
   * Connects, once the viewer is registered.
   * @throws RelayRefused with what the viewer is told
   */
  async open(
    admission: DesktopAdmission,
    registration: Promise<boolean>,
    onRead: OnReadOpts,
  ): Promise<ReachedDesktop> {
    const { endpoint, ...until } = await this.find(admission, registration);
    const socket = await reached(connectDesktop(endpoint, onRead));
    const password = endpoint.kind === 'tcp' ? endpoint.password : undefined;
    // behind a Unix socket or a door is an Xvnc that we started; what another server can nobody has told us
    const abilities = { knowsExtendedClipboard: endpoint.kind !== 'tcp' };
    return { socket, password, ...until, abilities };
  }

  /**
   * Connects to what the desktop plays, once the listener is registered.
   * @throws RelayRefused with what the listener is told
   */
  async openSound(admission: DesktopAdmission, registration: Promise<boolean>): Promise<ReachedSound> {
    const { endpoint, ...until } = await this.find(admission, registration);
    return { socket: await reached(connectSound(endpoint)), ...until };
  }

  /** @throws RelayRefused with what whoever asks is told */
  private async find(admission: DesktopAdmission, registration: Promise<boolean>): Promise<FoundDesktop> {
    const { sessionId, generation } = admission;
    const [alive, session, desktop] = await this.look(sessionId, registration);
    if (!session) throw refused(CLOSE_CODES.NO_SUCH_SESSION, 'no such session');
    if (!alive || session.state === 'ended') throw new RelayRefused(whyEnded(session));
    if (!desktop || !session.expiresAt) throw refused(CLOSE_CODES.DESKTOP_NOT_READY, 'desktop not ready');
    if (generation !== desktop.generation) throw refused(CLOSE_CODES.REPLACED, 'desktop replaced');
    const { endpoint, host } = desktop;
    if (endpoint.kind === 'unix' && host !== this.node.host)
      throw refused(CLOSE_CODES.DESKTOP_NOT_READY, 'desktop on another host');
    const { deadlineMs, end: deadlineEnd } = this.deadlineOf(admission, session.expiresAt);
    return { endpoint, deadlineMs, deadlineEnd };
  }

  /** Until when this viewer may look, on the monotonic clock, and what they are told then. */
  deadlineOf(admission: DesktopAdmission, expiresAt: Date): { deadlineMs: number; end: RelayEnd } {
    const { at, end } = earlierOf(admission, expiresAt);
    return { deadlineMs: this.clock.monotonicMs() + at.getTime() - this.clock.now().getTime(), end };
  }

  /** How often the desktop may send pictures: a wish, lost without harm. */
  setPace({ sessionId }: DesktopAdmission, framesPerSecond: number): void {
    this.desktops.setPace(sessionId, framesPerSecond).catch((err: unknown) => {
      this.log.warn({ err, sessionId }, 'pace not changed');
    });
  }

  /** A desktop dies with its session, and the news of the one may come before the news of the other. */
  async explainLoss(sessionId: string, cause: string): Promise<RelayEnd> {
    const session = await this.sessions.find(sessionId);
    return session?.state === 'ended' ? whyEnded(session) : desktopLost(cause);
  }

  private async look(
    sessionId: string,
    registration: Promise<boolean>,
  ): Promise<[boolean, SessionRecord | undefined, SessionDesktop | null]> {
    try {
      const alive = await registration;
      return await Promise.all([alive, this.sessions.find(sessionId), this.desktops.endpointOf(sessionId)]);
    } catch (error) {
      const detail = messageOf(error);
      throw new RelayRefused({ code: CLOSE_CODES.CANNOT_CONFIRM, reason: 'try again', detail });
    }
  }
}

/** A guest's time may be over before the session's is. */
function earlierOf(admission: DesktopAdmission, expiresAt: Date): { at: Date; end: RelayEnd } {
  if ('until' in admission && admission.until < expiresAt) return { at: admission.until, end: LINK_EXPIRED };
  return { at: expiresAt, end: SESSION_EXPIRED };
}

async function reached(connecting: Promise<Socket>): Promise<Socket> {
  try {
    return await connecting;
  } catch (error) {
    throw new RelayRefused(desktopLost(messageOf(error)));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function whyEnded({ endReason }: SessionRecord): RelayEnd {
  return { code: CLOSE_CODES.SESSION_ENDED, reason: endReason ?? 'ended' };
}
