import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SessionEnding, type EndedSession } from '../sessions/ending.js';
import { SessionTime } from '../sessions/session-time.js';
import type { Order } from './order.js';
import { OrderChanges } from './order-changes.js';

/** To be told after the commit. */
export type Told = () => void;

/**
 * What money that goes back takes with it, in the caller's transaction: a session ends, bought time is taken back. Done
 * again it finds nothing more to take.
 */
@Injectable()
export class MoneyBack {
  constructor(
    private readonly changes: OrderChanges,
    private readonly ending: SessionEnding,
    private readonly time: SessionTime,
  ) {}

  async takeBack(manager: EntityManager, order: Order): Promise<Told> {
    if (order.extendsSessionId === null) return this.end(manager, order.sessionId, 'refunded');
    const taken = await this.changes.takeBackExtension(manager, order.id);
    if (!taken) return () => {};
    const { extendsSessionId: sessionId, extensionSeconds } = order;
    if (await this.time.shorten(manager, sessionId, extensionSeconds ?? 0)) {
      return () => this.time.announce(sessionId);
    }
    return this.end(manager, sessionId, 'refunded'); // none of its time would be left
  }

  /** Whatever the order was for: the bank took the money. */
  dispute(manager: EntityManager, order: Order): Promise<Told> {
    return this.end(manager, order.sessionId ?? order.extendsSessionId, 'disputed');
  }

  private async end(
    manager: EntityManager,
    sessionId: string | null,
    reason: EndedSession['reason'],
  ): Promise<Told> {
    const ended = sessionId && (await this.ending.endWithin(manager, sessionId, reason));
    return () => {
      if (ended) this.ending.announce(ended);
    };
  }
}
