import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import { PinoLogger } from 'nestjs-pino';
import type { WebSocket } from 'ws';
import {
  CLOSE_CODES,
  EVENTS_PATH,
  EVENTS_SUBPROTOCOL,
  type ClientMessage,
  type ServerMessage,
} from '#contracts';
import { Clock } from '../kernel/clock.js';
import { Holders } from '../signals/holders.js';
import { EventsConnection } from './events-connection.js';
import { Heartbeat, HEARTBEAT_MS } from './heartbeat.js';
import { LeaveToIntakeFilter } from './leave-to-intake.filter.js';
import { LiveConnections } from './live-connections.js';
import { RightsClaims } from './rights-claims.js';
import { SessionFollowing } from './session-following.js';
import { SocketHold } from './socket-hold.js';
import type { Admission, SocketEndpoint } from './socket-endpoint.js';

const ENDPOINT: SocketEndpoint = {
  path: EVENTS_PATH,
  purpose: 'events',
  subprotocol: EVENTS_SUBPROTOCOL,
  maxPayload: 65_536,
};

type Message<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

/** The events socket, `/ws`: see docs/wire-protocol.md. Everyone who reaches it was admitted at the upgrade. */
@UseFilters(LeaveToIntakeFilter)
@WebSocketGateway(ENDPOINT)
export class EventsGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly sockets = new Map<WebSocket, EventsConnection>();
  private readonly holds = new Map<string, SocketHold>();

  constructor(
    private readonly clock: Clock,
    private readonly connections: LiveConnections,
    private readonly heartbeat: Heartbeat,
    private readonly following: SessionFollowing,
    private readonly holders: Holders,
    private readonly claims: RightsClaims,
    private readonly log: PinoLogger,
  ) {
    log.setContext(EventsGateway.name);
  }

  async handleConnection(socket: WebSocket, admission: Admission): Promise<void> {
    const connection = new EventsConnection(socket, admission, () => void this.release(admission));
    this.sockets.set(socket, connection);
    socket.on('error', (err) =>
      this.log.info({ connectionId: admission.connectionId, cause: err.message }, 'events socket failed'),
    );
    this.heartbeat.watch(socket);
    this.claims.know(socket, admission.accountId);
    connection.send({
      type: 'CONNECTED',
      message: 'WebSocket ready',
      connectionId: admission.connectionId,
      serverTime: this.clock.timestamp(),
      heartbeatMs: HEARTBEAT_MS,
    });
    const held = this.hold(connection);
    this.connections.add(connection);
    await held;
  }

  async handleDisconnect(socket: WebSocket): Promise<void> {
    const connection = this.sockets.get(socket);
    if (!connection) return;
    this.sockets.delete(socket);
    this.connections.remove(connection);
    await this.following.leaveAll(connection);
    await this.release(connection.admission);
    this.holds.delete(connection.admission.connectionId);
  }

  @SubscribeMessage('PING')
  ping(@MessageBody() { id }: Message<'PING'>): ServerMessage {
    return { type: 'PONG', serverTime: this.clock.timestamp(), request: id };
  }

  @SubscribeMessage('SUBSCRIBE')
  async subscribe(
    @ConnectedSocket() socket: WebSocket,
    @MessageBody() message: Message<'SUBSCRIBE'>,
  ): Promise<void> {
    await this.following.subscribe(this.of(socket), message);
  }

  @SubscribeMessage('UNSUBSCRIBE')
  async unsubscribe(
    @ConnectedSocket() socket: WebSocket,
    @MessageBody() { sessionId, id }: Message<'UNSUBSCRIBE'>,
  ): Promise<ServerMessage> {
    await this.following.unsubscribe(this.of(socket), sessionId);
    return { type: 'UNSUBSCRIBED', sessionId, reason: 'asked', request: id };
  }

  /** A socket of a session is one of the things that must be gone when it ends, subscribed or not. */
  private async hold(connection: EventsConnection): Promise<void> {
    const { sessionId, connectionId } = connection.admission;
    if (sessionId === undefined) return;
    const hold = new SocketHold(this.holders, { sessionId, kind: 'events', id: connectionId });
    this.holds.set(connectionId, hold);
    try {
      if (!(await hold.registered)) connection.close(CLOSE_CODES.SESSION_ENDED, 'ended');
    } catch (err) {
      this.log.warn({ err, sessionId }, 'events socket not registered');
      connection.close(CLOSE_CODES.CANNOT_CONFIRM, 'try again');
    }
  }

  private async release({ connectionId }: Admission): Promise<void> {
    await this.holds.get(connectionId)?.release();
  }

  private of(socket: WebSocket): EventsConnection {
    const connection = this.sockets.get(socket);
    if (!connection) throw new Error('a message came from a socket that never connected');
    return connection;
  }
}
