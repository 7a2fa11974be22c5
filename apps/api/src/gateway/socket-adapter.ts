import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import type { WsMessageHandler } from '@nestjs/common';
import { lastValueFrom, type Observable } from 'rxjs';
import type { WebSocket, WebSocketServer } from 'ws';
import { AppConfig } from '../config/app-config.js';
import { limitControlFrames } from './control-frames.js';
import { MessageIntake } from './message-intake.js';
import type { SocketEndpoint } from './socket-endpoint.js';
import { socketServer } from './socket-server.js';
import { UpgradeOwner } from './upgrade-owner.js';

/**
 * Nest's ws adapter with the upgrade in our own hands. `@WebSocketGateway(endpoint)` and its handlers, guards, pipes and
 * filters work as usual; what differs: no socket reaches a gateway before its token was redeemed, messages of one socket
 * are answered in order, and nothing malformed or unknown is dropped in silence.
 */
export class SocketAdapter extends WsAdapter {
  private readonly owner: UpgradeOwner;
  private readonly intake: MessageIntake;
  private readonly rateLimitFactor: number;

  constructor(app: INestApplication) {
    super(app.getHttpServer());
    this.owner = app.get(UpgradeOwner);
    this.intake = app.get(MessageIntake);
    this.rateLimitFactor = app.get(AppConfig).limits.rateLimitFactor;
    const server = app.getHttpServer() as Server;
    server.on('upgrade', this.owner.onUpgrade);
  }

  override create(_port: number, options: SocketEndpoint & Record<string, unknown>): WebSocketServer {
    const { path, purpose, subprotocol, maxPayload } = options;
    const server = socketServer({ subprotocol, maxPayload });
    this.owner.serve({ path, purpose, subprotocol, maxPayload, server });
    return server;
  }

  override bindMessageHandlers(
    client: WebSocket,
    handlers: WsMessageHandler[],
    transform: (data: unknown) => Observable<unknown>,
  ): void {
    limitControlFrames(client, this.rateLimitFactor);
    if (handlers.length === 0) return; // a gateway that reads its bytes itself
    const byType = new Map(handlers.map((handler) => [String(handler.message), handler]));
    this.intake.attach(client, async (message) => {
      const handler = byType.get(message.type);
      if (!handler) throw new Error(`no handler for ${message.type}`);
      return lastValueFrom(transform(handler.callback(message, message.type)), { defaultValue: undefined });
    });
  }
}
