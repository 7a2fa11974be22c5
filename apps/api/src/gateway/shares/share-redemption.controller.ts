import type { IncomingMessage } from 'node:http';
import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { LookAtShareBody, RedeemShareBody, type SharedLook, type SharedView } from '#contracts';
import { ClientAddresses, ConnectionTokens, Open, RateLimit } from '../../auth/index.js';
import { Desktops } from '../../desktops/desktops.js';
import { AppError } from '../../kernel/app-error.js';
import { Clock } from '../../kernel/clock.js';
import { toSessionView } from '../../sessions/session-record.js';
import { Sessions } from '../../sessions/sessions.js';
import { LiveConnections } from '../live-connections.js';
import { requireSound } from '../require-sound.js';
import { Shares } from './shares.js';

/**
 * Where a guest's browser exchanges the secret of a link for a token of the desktop socket, or the sound socket. The secret comes in a body:
 * it stood in a fragment, which no server and no log has seen.
 */
@Open()
@Controller('api/shares')
export class ShareRedemptionController {
  constructor(
    private readonly shares: Shares,
    private readonly sessions: Sessions,
    private readonly desktops: Desktops,
    private readonly tokens: ConnectionTokens,
    private readonly connections: LiveConnections,
    private readonly addresses: ClientAddresses,
    private readonly clock: Clock,
  ) {}

  @RateLimit('share-redeem')
  @Post('redeem')
  async redeem(
    @Body({ schema: RedeemShareBody }) { secret, purpose }: RedeemShareBody,
    @Req() request: IncomingMessage,
  ): Promise<SharedView> {
    if (purpose === 'sound') requireSound(this.desktops);
    const opened = await this.shares.open(secret);
    const record = opened && (await this.sessions.find(opened.sessionId));
    if (!record) throw new AppError('NOT_FOUND', { detail: 'This link does not work (any more).' });
    if (record.state === 'ended') throw new AppError('SESSION_ENDED');

    const { sessionId, shareId, accountId, expiresAt: shareExpiresAt } = opened;
    const wanted = { purpose, access: 'view', sessionId, shareId, accountId } as const;
    const hasRoom =
      this.connections.hasRoomForNetwork(this.addresses.networkOf(request), 0) &&
      this.connections.whatIsFull(wanted) === undefined;
    if (!hasRoom) throw new AppError('TOO_MANY_CONNECTIONS', { retryAfterSeconds: 5 });
    const live = await this.desktops.endpointOf(sessionId);
    if (!live) throw new AppError('DESKTOP_NOT_READY', { retryAfterSeconds: 1 });

    const token = await this.tokens.mint({ ...wanted, generation: live.generation });
    const { id, state, expiresAt, desktop, recording, now } = toSessionView(record, this.clock.now());
    return {
      ...token,
      shareExpiresAt: shareExpiresAt.toISOString(),
      session: { id, state, expiresAt, desktop },
      isRecording: recording !== undefined,
      now,
    };
  }

  /** A guest has no events: who watches asks now and then whether what they see is being recorded. */
  @RateLimit('share-look')
  @Post('look')
  @HttpCode(200)
  async look(@Body({ schema: LookAtShareBody }) { secret }: LookAtShareBody): Promise<SharedLook> {
    const sessionId = await this.shares.sessionOf(secret);
    const record = sessionId && (await this.sessions.find(sessionId));
    if (!record) throw new AppError('NOT_FOUND', { detail: 'This link does not work (any more).' });
    return { isRecording: record.recordingSince !== null };
  }
}
