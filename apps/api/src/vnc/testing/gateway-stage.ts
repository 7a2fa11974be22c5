import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataSource } from 'typeorm';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Role } from '#contracts';
import { LocalSignalBus, silentLog } from '../../../../../test/support/fakes.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import type { AppConfig } from '../../config/app-config.js';
import type { SessionDesktop } from '../../desktops/desktop-endpoint.js';
import type { Desktops } from '../../desktops/desktops.js';
import { Heartbeat } from '../../gateway/heartbeat.js';
import { LiveConnections } from '../../gateway/live-connections.js';
import type { Admission } from '../../gateway/socket-endpoint.js';
import { carriedBy } from '../../gateway/socket-output.js';
import { Clock } from '../../kernel/clock.js';
import { NodeIdentity } from '../../kernel/node-identity.js';
import { SessionDeadlines } from '../../sessions/deadlines.js';
import { SessionEnding } from '../../sessions/ending.js';
import { EventLog } from '../../sessions/event-log.js';
import { ControlWatch } from '../../sessions/control/control-watch.js';
import { SessionControl } from '../../sessions/control/session-control.js';
import { Sessions } from '../../sessions/sessions.js';
import { Viewers } from '../../sessions/viewers.js';
import { Endings } from '../../signals/endings.js';
import { Holders } from '../../signals/holders.js';
import { DesktopDoor } from '../desktop-door.js';
import { DesktopGateway } from '../desktop.gateway.js';
import { SoundGateway } from '../sound/sound.gateway.js';
import { SteeringDesk } from '../steering-desk.js';
import { ViewerRecords } from '../viewer-records.js';
import { FakeBrowser } from './fake-browser.js';

class WallClock extends Clock {
  now(): Date {
    return new Date();
  }
  monotonicMs(): number {
    return performance.now();
  }
}

/** Ids are what rows of a test say, without the brands of the wire. */
interface AdmissionOf {
  sessionId: string;
  accountId: string;
  role?: Role;
  access?: Admission['access'];
  /** The window. */
  viewer?: string;
  /** Of a guest, who has no login. */
  shareId?: string;
  until?: Date;
}

/** The gateways of the desktop and sound sockets on a real database and real sockets; what a desktop is, the test says. */
export class GatewayStage {
  readonly node = new NodeIdentity();
  readonly bus = new LocalSignalBus();
  readonly viewers: Viewers;
  readonly control: SessionControl;
  readonly watch: ControlWatch;
  readonly holders: Holders;
  readonly events: EventLog;
  readonly ending: SessionEnding;
  readonly endings: Endings;
  readonly gateway: DesktopGateway;
  readonly sound: SoundGateway;
  /** Nothing sweeps but the test. */
  readonly deadlines: SessionDeadlines;
  desktop: SessionDesktop | null = null;
  /** What the desktop was asked to send, in order. */
  readonly paces: number[] = [];
  private readonly disconnects = new Set<Promise<void>>();

  private constructor(
    dataSource: DataSource,
    private readonly server: WebSocketServer,
  ) {
    const { bus } = this;
    const clock = new WallClock();
    const config = { desktops: { clipboard: 'both' }, limits: {} } as AppConfig;
    const desktops = {
      endpointOf: async () => this.desktop,
      setPace: async (_sessionId: string, framesPerSecond: number) => void this.paces.push(framesPerSecond),
    } as unknown as Desktops;
    this.endings = new Endings(dataSource, bus, silentLog);
    this.events = new EventLog(dataSource, bus);
    this.ending = new SessionEnding(dataSource, this.events, this.endings, silentLog);
    this.holders = new Holders(dataSource, this.node);
    this.viewers = new Viewers(dataSource, this.events, bus, silentLog);
    this.control = new SessionControl(dataSource, this.events, bus);
    this.watch = new ControlWatch(this.control, bus, silentLog);
    const sessions = new Sessions(dataSource, this.events, undefined as never, this.ending);
    const audit = new AuditTrail(dataSource);
    this.deadlines = new SessionDeadlines(dataSource, clock, this.ending, silentLog, bus, this.endings);
    const connections = new LiveConnections(config, this.endings, silentLog);
    const heartbeat = new Heartbeat();
    const door = new DesktopDoor(sessions, desktops, this.holders, clock, this.node, silentLog);
    const records = new ViewerRecords(this.viewers, sessions, this.holders, audit, silentLog);
    const steering = new SteeringDesk(this.control, this.watch, silentLog);
    const { deadlines } = this;
    this.gateway = new DesktopGateway(
      ...([config, clock, connections, heartbeat, door, records, steering, deadlines] as const),
    );
    this.sound = new SoundGateway(clock, connections, heartbeat, door, records, silentLog, deadlines);
  }

  static async open(dataSource: DataSource): Promise<GatewayStage> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    await once(server, 'listening');
    return new GatewayStage(dataSource, server);
  }

  /** Lets a viewer in, as the owner of the upgrade does once the token was redeemed. */
  async admit(
    admission: AdmissionOf,
    gateway: DesktopGateway | SoundGateway = this.gateway,
  ): Promise<{ browser: FakeBrowser; connectionId: string }> {
    const connectionId = randomUUID();
    this.server.once('connection', (socket: WebSocket, request: IncomingMessage) => {
      carriedBy(socket, request.socket);
      socket.once('close', () => this.disconnects.add(gateway.handleDisconnect(socket)));
      const login = admission.shareId ? {} : { loginId: randomUUID(), role: 'customer' };
      gateway.handleConnection(socket, {
        connectionId,
        ...login,
        access: 'control',
        generation: 1,
        network: '127.0.0.1',
        ...admission,
      } as Admission);
    });
    const browser = await FakeBrowser.connect((this.server.address() as AddressInfo).port);
    return { browser, connectionId };
  }

  /** Resolves when every viewer's socket is closed. */
  async allGone(): Promise<void> {
    while (this.server.clients.size > 0)
      await Promise.all([...this.server.clients].map((client) => once(client, 'close')));
  }

  /** Resolves when everything that follows the closing of sockets is written. */
  async settled(): Promise<void> {
    await this.allGone();
    await Promise.all(this.disconnects);
  }

  async stop(): Promise<void> {
    for (const client of this.server.clients) client.terminate();
    await this.settled();
    this.server.close();
    await once(this.server, 'close');
  }
}
