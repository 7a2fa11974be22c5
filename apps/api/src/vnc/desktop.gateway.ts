import { WebSocketGateway, type OnGatewayConnection, type OnGatewayDisconnect } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { DESKTOP_PATH, DESKTOP_SUBPROTOCOL } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { Heartbeat } from '../gateway/heartbeat.js';
import { LiveConnections } from '../gateway/live-connections.js';
import type { Admission, SocketEndpoint } from '../gateway/socket-endpoint.js';
import { carrierOf } from '../gateway/socket-output.js';
import { Clock } from '../kernel/clock.js';
import { SessionDeadlines } from '../sessions/deadlines.js';
import { ofSession } from './desktop-admission.js';
import { DesktopDoor } from './desktop-door.js';
import { DesktopViewer } from './desktop-viewer.js';
import type { LeaseSteering } from './lease-steering.js';
import type { ViewerRights } from './policy/viewer-policy.js';
import { Relay } from './relay/relay.js';
import { SteeringDesk } from './steering-desk.js';
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
    private readonly steering: SteeringDesk,
    deadlines: SessionDeadlines,
  ) {
    deadlines.onDeadline((sessionId, expiresAt) => this.moveDeadline(sessionId, expiresAt));
  }

  handleConnection(socket: WebSocket, admitted: Admission): void {
    const admission = ofSession(admitted);
    this.heartbeat.watch(socket);
    const registration = this.door.register(admission);
    const mayAct = admission.access === 'control';
    const steering = mayAct ? this.steering.steer(admission, () => relay.letGo()) : undefined;
    const ready = Promise.all([registration, steering?.ready]).then(([alive]) => alive);
    const pace = new TypingPace((framesPerSecond) => this.door.setPace(admission, framesPerSecond));
    const relay: Relay = new Relay(socket, carrierOf(socket), {
      rights: this.rightsOf(steering),
      nowMs: () => this.clock.monotonicMs(),
      reach: (onRead) => this.door.open(admission, ready, onRead),
      explainLoss: (cause) => this.door.explainLoss(admission.sessionId, cause),
      onBegin: () => (viewer.joined = this.records.joined(admission)),
      onInput: () => pace.felt(),
      onEnd: (summary) => {
        pace.end();
        steering?.stop();
        viewer.recorded = this.records.ended(admission, summary);
      },
    });
    const viewer = new DesktopViewer(admission, registration, relay);
    this.viewers.set(socket, viewer);
    this.connections.add(viewer);
  }

  private moveDeadline(sessionId: string, expiresAt: Date): void {
    for (const viewer of this.viewers.values()) {
      if (viewer.admission.sessionId !== sessionId) continue;
      const { deadlineMs, end } = this.door.deadlineOf(viewer.admission, expiresAt);
      viewer.move(deadlineMs, end);
    }
  }

  private rightsOf(steering: LeaseSteering | undefined): ViewerRights {
    const { clipboard } = this.config.desktops;
    return steering ? { access: 'control', clipboard, steering } : { access: 'view', clipboard };
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
