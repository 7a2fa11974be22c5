import type { IncomingMessage } from 'node:http';
import { Body, Controller, Post, Req } from '@nestjs/common';
import { ConnectionTokenBody, type ConnectionToken } from '#contracts';
import {
  Caller,
  ClientAddresses,
  ConnectionTokens,
  RateLimit,
  SignedIn,
  type CallerIdentity,
} from '../auth/index.js';
import { Desktops } from '../desktops/desktops.js';
import { AppError } from '../kernel/app-error.js';
import { Sessions } from '../sessions/sessions.js';
import { LiveConnections } from './live-connections.js';

/** One-use tokens for the two sockets. Caps answer here, because a browser cannot read the status of an upgrade. */
@SignedIn()
@Controller('api/auth/connection-tokens')
export class ConnectionTokensController {
  constructor(
    private readonly tokens: ConnectionTokens,
    private readonly sessions: Sessions,
    private readonly desktops: Desktops,
    private readonly connections: LiveConnections,
    private readonly addresses: ClientAddresses,
  ) {}

  @RateLimit('connection-tokens')
  @Post()
  async mint(
    @Caller() caller: CallerIdentity,
    @Body({ schema: ConnectionTokenBody }) body: ConnectionTokenBody,
    @Req() request: IncomingMessage,
  ): Promise<ConnectionToken> {
    const { accountId, loginId } = caller;
    const { sessionId } = body;
    if (sessionId !== undefined) await this.requireLive(caller, sessionId);
    requireRoom(this.connections.hasRoomForAccount(accountId));
    requireRoom(this.connections.hasRoomForAddress(this.addresses.of(request), 0));
    if (body.purpose === 'events') {
      requireRoom(sessionId === undefined || this.connections.hasRoomForFollower(sessionId));
      return this.tokens.mint({ purpose: 'events', accountId, loginId, ...(sessionId && { sessionId }) });
    }
    return this.mintForDesktop(caller, body);
  }

  private async mintForDesktop(
    { accountId, loginId }: CallerIdentity,
    { sessionId, access }: Extract<ConnectionTokenBody, { purpose: 'desktop' }>,
  ): Promise<ConnectionToken> {
    const owner = (await this.sessions.find(sessionId))?.accountId;
    if (access === 'control' && owner !== accountId) {
      throw new AppError('FORBIDDEN', {
        detail: "An admin may watch somebody else's desktop, not steer it.",
      });
    }
    requireRoom(this.connections.hasRoomForViewer(sessionId));
    const desktop = await this.desktops.endpointOf(sessionId);
    if (!desktop) throw new AppError('DESKTOP_NOT_READY', { retryAfterSeconds: 1 });
    return this.tokens.mint({
      purpose: 'desktop',
      accountId,
      loginId,
      sessionId,
      access,
      generation: desktop.generation,
    });
  }

  private async requireLive(caller: CallerIdentity, sessionId: string): Promise<void> {
    const session = await this.sessions.findFor(caller, sessionId);
    if (!session || session.state === 'ended')
      throw new AppError('NOT_FOUND', { detail: 'There is no such session.' });
  }
}

function requireRoom(hasRoom: boolean): void {
  if (!hasRoom) throw new AppError('TOO_MANY_CONNECTIONS', { retryAfterSeconds: 5 });
}
