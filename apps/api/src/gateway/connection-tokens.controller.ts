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
import { unnamedWindow } from '../sessions/control/unnamed-window.js';
import { Sessions } from '../sessions/sessions.js';
import { LiveConnections } from './live-connections.js';
import { requireSound } from './require-sound.js';

/** Who may look may listen; there is nothing in sound to control. */
const SOUND_ACCESS = { access: 'view' } as const;

type DesktopTokenBody = Extract<ConnectionTokenBody, { purpose: 'desktop' }>;

/** One-use tokens for the sockets. Caps answer here, because a browser cannot read the status of an upgrade. */
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
    const { purpose, sessionId } = body;
    if (sessionId !== undefined) await this.requireLive(caller, sessionId);
    if (body.purpose === 'desktop') await this.requireMayAccess(caller, body);
    const wanted = { purpose, accountId, loginId, ...(sessionId && { sessionId }) };
    requireRoom(this.connections.hasRoomForNetwork(this.addresses.networkOf(request), 0));
    requireRoom(this.connections.whatIsFull(wanted) === undefined);
    if (body.purpose === 'events') return this.tokens.mint(wanted);
    if (body.purpose === 'sound') requireSound(this.desktops);
    const desktop = await this.desktops.endpointOf(body.sessionId);
    if (!desktop) throw new AppError('DESKTOP_NOT_READY', { retryAfterSeconds: 1 });
    const access = body.purpose === 'sound' ? SOUND_ACCESS : windowOf(caller, body);
    return this.tokens.mint({ ...wanted, ...access, generation: desktop.generation });
  }

  private async requireMayAccess(
    { accountId }: CallerIdentity,
    { sessionId, access }: DesktopTokenBody,
  ): Promise<void> {
    const owner = (await this.sessions.find(sessionId))?.accountId;
    if (access === 'control' && owner !== accountId) {
      throw new AppError('FORBIDDEN', {
        detail: "An admin may watch somebody else's desktop, not steer it.",
      });
    }
  }

  private async requireLive(caller: CallerIdentity, sessionId: string): Promise<void> {
    const session = await this.sessions.findFor(caller, sessionId);
    if (!session || session.state === 'ended')
      throw new AppError('NOT_FOUND', { detail: 'There is no such session.' });
  }
}

/** Who may act but names no window acts as the one window of this sign-in. */
function windowOf(caller: CallerIdentity, { access, viewer }: DesktopTokenBody) {
  if (viewer) return { access, viewer };
  return access === 'control' ? { access, viewer: unnamedWindow(caller) } : { access };
}

function requireRoom(hasRoom: boolean): void {
  if (!hasRoom) throw new AppError('TOO_MANY_CONNECTIONS', { retryAfterSeconds: 5 });
}
