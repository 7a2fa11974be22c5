import { WebSocketGateway, type OnGatewayConnection, type OnGatewayDisconnect } from '@nestjs/websockets';
import { PinoLogger } from 'nestjs-pino';
import type { WebSocket } from 'ws';
import { DESKTOP_PATH, SOUND_PATH_END, SOUND_SUBPROTOCOL } from '#contracts';
import { Heartbeat } from '../../gateway/heartbeat.js';
import { LiveConnections } from '../../gateway/live-connections.js';
import type { Admission, SocketEndpoint } from '../../gateway/socket-endpoint.js';
import { Clock } from '../../kernel/clock.js';
import { SessionDeadlines } from '../../sessions/deadlines.js';
import { ofSession } from '../desktop-admission.js';
import { DesktopDoor } from '../desktop-door.js';
import { ViewerRecords } from '../viewer-records.js';
import { SoundListener } from './sound-listener.js';

const ENDPOINT: SocketEndpoint = {
  path: `${DESKTOP_PATH}/:sessionId${SOUND_PATH_END}`,
  purpose: 'sound',
  subprotocol: SOUND_SUBPROTOCOL,
  maxPayload: 128, // whatever comes is refused
};

/**
 * The sound socket, `/vnc/:sessionId/sound`: see docs/wire-protocol.md. A listener is a holder of the session as a viewer
 * is, so a receipt says when its sound ended; it is no viewer, so nobody is told that somebody joined.
 */
@WebSocketGateway(ENDPOINT)
export class SoundGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly listeners = new Map<WebSocket, SoundListener>();

  constructor(
    private readonly clock: Clock,
    private readonly connections: LiveConnections,
    private readonly heartbeat: Heartbeat,
    private readonly door: DesktopDoor,
    private readonly records: ViewerRecords,
    private readonly log: PinoLogger,
    deadlines: SessionDeadlines,
  ) {
    log.setContext(SoundGateway.name);
    deadlines.onDeadline((sessionId, expiresAt) => this.moveDeadline(sessionId, expiresAt));
  }

  handleConnection(socket: WebSocket, admitted: Admission): void {
    const admission = ofSession(admitted);
    const { sessionId, connectionId } = admission;
    this.heartbeat.watch(socket);
    const registration = this.door.register(admission);
    const listener = new SoundListener(admission, registration, socket, {
      nowMs: () => this.clock.monotonicMs(),
      reach: () => this.door.openSound(admission, registration),
      explainLoss: (cause) => this.door.explainLoss(sessionId, cause),
      onBegin: () => void this.records.heard(admission),
      onEnd: (summary) => this.log.info({ sessionId, connectionId, ...summary }, 'listener left'),
    });
    this.listeners.set(socket, listener);
    this.connections.add(listener);
  }

  private moveDeadline(sessionId: string, expiresAt: Date): void {
    for (const listener of this.listeners.values()) {
      if (listener.admission.sessionId !== sessionId) continue;
      const { deadlineMs, end } = this.door.deadlineOf(listener.admission, expiresAt);
      listener.move(deadlineMs, end);
    }
  }

  async handleDisconnect(socket: WebSocket): Promise<void> {
    const listener = this.listeners.get(socket);
    if (!listener) return;
    this.listeners.delete(socket);
    this.connections.remove(listener);
    await listener.registration.catch(() => false); // what is not registered yet cannot be acknowledged
    await this.records.acknowledge(listener.admission);
  }
}
