import { WebSocketGateway, type OnGatewayConnection, type OnGatewayDisconnect } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { DESKTOP_PATH, DESKTOP_SUBPROTOCOL } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { Heartbeat } from '../gateway/heartbeat.js';
import { LiveConnections } from '../gateway/live-connections.js';
import type { Admission, SocketEndpoint } from '../gateway/socket-endpoint.js';
import { Clock } from '../kernel/clock.js';
import { DesktopDoor, type DesktopAdmission } from './desktop-door.js';
import { DesktopViewer } from './desktop-viewer.js';
import { Relay } from './relay/relay.js';
import { TypingPace } from './typing-pace.js';
import { ViewerRecords } from './viewer-records.js';

const ENDPOINT: SocketEndpoint = {
  path: `${DESKTOP_PATH}/:sessionId`,
  purpose: 'desktop',
  subprotocol: DESKTOP_SUBPROTOCOL,
  maxPayload: 256 * 1024,
};

/**
 * The desktop socket, `/vnc/:sessionId`: see docs/wire-protocol.md. Everyone who reaches it was admitted at the upgrade;
 * what is left to find out (is the desktop there, is it still the same) becomes a close code, because a browser cannot
 * read anything else.
 */
@WebSocketGateway(ENDPOINT)
export class DesktopGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly viewers = new Map<WebSocket, DesktopViewer>();

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly connections: LiveConnections,
    private readonly heartbeat: Heartbeat,
    private readonly door: DesktopDoor,
    private readonly records: ViewerRecords,
  ) {}

  handleConnection(socket: WebSocket, admitted: Admission): void {
    const admission = ofSession(admitted);
    this.heartbeat.watch(socket);
    const registration = this.door.register(admission);
    const pace = new TypingPace((framesPerSecond) => this.door.setPace(admission, framesPerSecond));
    const relay: Relay = new Relay(socket, {
      rights: { access: admission.access ?? 'view', clipboard: this.config.desktops.clipboard },
      nowMs: () => this.clock.monotonicMs(),
      reach: (onRead) => this.door.open(admission, registration, onRead),
      explainLoss: (cause) => this.door.explainLoss(admission.sessionId, cause),
      onBegin: () => (viewer.joined = this.records.joined(admission)),
      onInput: () => pace.felt(),
      onEnd: (summary) => {
        pace.end();
        viewer.recorded = this.records.ended(admission, summary);
      },
    });
    const viewer = new DesktopViewer(admission, registration, relay);
    this.viewers.set(socket, viewer);
    this.connections.add(viewer);
  }

  async handleDisconnect(socket: WebSocket): Promise<void> {
    const viewer = this.viewers.get(socket);
    if (!viewer) return;
    this.viewers.delete(socket);
    this.connections.remove(viewer);
    await viewer.registration.catch(() => false); // what is not registered yet cannot be acknowledged
    await this.records.acknowledge(viewer.admission);
    await viewer.recorded;
    if (!viewer.joined) return;
    await viewer.joined;
    await this.records.left(viewer.admission);
  }
}

function ofSession(admission: Admission): DesktopAdmission {
  const { sessionId } = admission;
  if (sessionId === undefined) throw new Error('a desktop token without a session was admitted');
  return { ...admission, sessionId };
}
