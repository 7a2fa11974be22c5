import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.js';
import { AppConfig } from '../config/app-config.js';
import { crashPoint } from '../kernel/crash-point.js';
import { SessionTime } from '../sessions/session-time.js';
import { Sessions } from '../sessions/sessions.js';
import type { Told } from './money-back.js';
import type { Order, Payment } from './order.js';
import { OrderChanges } from './order-changes.js';
import { Refunds } from './refunds.js';

/**
 * The one place where money becomes what it was paid for: a session, or more time for one. Both or neither, once. Time
 * for a session that has ended cannot be given: the money goes back, wished for in the same transaction.
 */
@Injectable()
export class Fulfilment {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly changes: OrderChanges,
    private readonly sessions: Sessions,
    private readonly time: SessionTime,
    private readonly refunds: Refunds,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(Fulfilment.name);
  }

  /** @returns false when somebody else was first */
  async fulfil(orderId: string, payment: Payment): Promise<boolean> {
    const told = await this.dataSource.transaction(async (manager) => {
      const order = await this.changes.becomePaid(manager, orderId, payment);
      if (!order) return undefined;
      crashPoint('fulfilment.order-paid');
      const { accountId, amountCents, currency } = order;
      const { sessionId, told } = await this.give(manager, order);
      const data = { orderId, sessionId, amountCents, currency };
      await this.audit.record(
        { action: 'order.paid', actor: 'stripe', subject: { accountId }, data },
        manager,
      );
      return told;
    });
    if (!told) return false;
    crashPoint('fulfilment.committed');
    told();
    return true;
  }

  private async give(manager: EntityManager, order: Order): Promise<{ sessionId: string; told: Told }> {
    const { id: orderId, extendsSessionId } = order;
    if (extendsSessionId !== null) {
      return { sessionId: extendsSessionId, told: await this.extend(manager, order, extendsSessionId) };
    }
    const { accountId } = order;
    const { ttlSeconds } = this.config.sessions;
    const sessionId = await this.sessions.create(manager, { accountId, orderId, ttlSeconds });
    await this.changes.attachSession(manager, orderId, sessionId);
    return { sessionId, told: () => this.log.info({ orderId, sessionId }, 'order paid') };
  }

  private async extend(manager: EntityManager, order: Order, sessionId: string): Promise<Told> {
    const { id: orderId, extensionSeconds } = order;
    if (await this.time.extend(manager, sessionId, extensionSeconds ?? 0)) {
      await this.changes.noteExtended(manager, orderId);
      return () => {
        this.time.announce(sessionId);
        this.log.info({ orderId, sessionId }, 'session extended');
      };
    }
    await this.refunds.requestWithin(manager, order, { reason: 'session_over', by: 'system' });
    return () => this.log.warn({ orderId, sessionId }, 'extension paid too late, refunded');
  }
}
