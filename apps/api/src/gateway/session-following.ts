import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { CLOSE_CODES, type ClientMessage } from '#contracts';
import { AppError } from '../kernel/app-error.js';
import { EventLog } from '../sessions/event-log.js';
import type { SessionRecord } from '../sessions/session-record.js';
import { Sessions } from '../sessions/sessions.js';
import { Holders } from '../signals/holders.js';
import type { EventsConnection } from './events-connection.js';
import { SessionFeeds } from './session-feeds.js';
import { Subscription } from './subscription.js';

type Subscribe = Extract<ClientMessage, { type: 'SUBSCRIBE' }>;

/** Who follows which session: permission, replay position, and how following ends when the session does. */
@Injectable()
export class SessionFollowing {
  constructor(
    private readonly sessions: Sessions,
    private readonly events: EventLog,
    private readonly feeds: SessionFeeds,
    private readonly holders: Holders,
    private readonly log: PinoLogger,
  ) {
    log.setContext(SessionFollowing.name);
  }

  /** Sends SUBSCRIBED, then the events. @throws AppError NOT_FOUND for a session the socket may not follow */
  async subscribe(connection: EventsConnection, { sessionId, after, epoch, id }: Subscribe): Promise<void> {
    await this.unsubscribe(connection, sessionId);
    const session = await this.held(connection, sessionId);
    if (!connection.isOpen) return this.forgetFollower(connection, sessionId);
    const head = session.headSeq;
    const resetRequired =
      after !== undefined && (after > head || (epoch !== undefined && epoch !== this.events.epoch));
    connection.send({
      type: 'SUBSCRIBED',
      sessionId,
      head,
      epoch: this.events.epoch,
      ...(resetRequired && { resetRequired }),
      session: subscribedView(session),
      request: id,
    });
    const subscription = new Subscription({
      connection,
      sessionId,
      after: resetRequired ? 0 : (after ?? liveFrom(session)),
      source: this.events,
      onEnded: (ended, endReason) => void this.finish(connection, ended, endReason),
    });
    connection.subscriptions.set(sessionId, subscription);
    this.feeds.follow(subscription, head).catch((err: unknown) => {
      this.log.warn({ err, sessionId }, 'replay failed');
      connection.close(CLOSE_CODES.CANNOT_CONFIRM, 'replay failed, come back');
    });
  }

  async unsubscribe(connection: EventsConnection, sessionId: string): Promise<void> {
    const subscription = connection.subscriptions.get(sessionId);
    if (!subscription) return;
    connection.subscriptions.delete(sessionId);
    this.feeds.leave(subscription);
    await this.forgetFollower(connection, sessionId);
  }

  async leaveAll(connection: EventsConnection): Promise<void> {
    for (const sessionId of [...connection.subscriptions.keys()])
      await this.unsubscribe(connection, sessionId);
  }

  /** After `session.ended` was sent: a socket of the session closes, a socket of the login stays. */
  private async finish(
    connection: EventsConnection,
    subscription: Subscription,
    endReason: string,
  ): Promise<void> {
    const { sessionId } = subscription;
    this.feeds.leave(subscription);
    connection.subscriptions.delete(sessionId);
    if (connection.admission.sessionId === sessionId)
      return connection.close(CLOSE_CODES.SESSION_ENDED, endReason);
    connection.send({
      type: 'UNSUBSCRIBED',
      sessionId: subscription.sessionId as Subscribe['sessionId'],
      reason: 'ended',
    });
    await this.forgetFollower(connection, sessionId);
  }

  private async visible({ admission }: EventsConnection, sessionId: string): Promise<SessionRecord> {
    const mayAsk = admission.sessionId === undefined || admission.sessionId === sessionId;
    const session = 'role' in admission && (await this.sessions.findFor(admission, sessionId));
    if (!mayAsk || !session) throw new AppError('NOT_FOUND');
    return session;
  }

  /**
   * The session, once the socket is one of its holders. A socket of the session has been all along; one of the login is
   * while it follows it, and the session may have ended before it was: it is read again.
   */
  private async held(connection: EventsConnection, sessionId: string): Promise<SessionRecord> {
    const session = await this.visible(connection, sessionId);
    const { admission } = connection;
    if (admission.sessionId !== undefined) return session;
    try {
      await this.holders.register({ sessionId, kind: 'events', id: admission.connectionId });
      return await this.visible(connection, sessionId);
    } catch (err) {
      await this.forgetFollower(connection, sessionId); // it may be written: a receipt would wait for who follows nothing
      throw err;
    }
  }

  private async forgetFollower({ admission }: EventsConnection, sessionId: string): Promise<void> {
    if (admission.sessionId === undefined)
      await this.holders.acknowledge({ sessionId, kind: 'events', id: admission.connectionId });
  }
}

/** Live only means: from now on. Of a session that is over, the last event is what there is to say. */
function liveFrom({ state, headSeq }: SessionRecord): number {
  return state === 'ended' ? headSeq - 1 : headSeq;
}

function subscribedView({ state, activatedAt, expiresAt, endedAt, endReason }: SessionRecord) {
  return {
    state,
    activatedAt: activatedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    ...(endReason && { endReason }),
  };
}
