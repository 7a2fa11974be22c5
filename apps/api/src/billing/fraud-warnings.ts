import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.js';
import { DONE, NOT_OURS, type Handled } from './handled.js';
import { idOf, OrderOfCharge } from './order-of-charge.js';
import { StripeAccess } from './stripe-access.js';

/**
 * A card's issuer says that a payment is probably fraudulent. It is kept and a person is called: whether to give the money
 * back before it becomes a dispute is a judgement, and a wrong one ends the session of somebody who paid.
 */
@Injectable()
export class FraudWarnings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly stripe: StripeAccess,
    private readonly charges: OrderOfCharge,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(FraudWarnings.name);
  }

  async note(warningId: string): Promise<Handled> {
    const warning = await this.stripe.client.radar.earlyFraudWarnings.retrieve(warningId);
    const order = await this.charges.find(idOf(warning.charge) ?? '');
    if (!order) return NOT_OURS;
    const { id: orderId, accountId } = order;
    const { fraud_type: type, created } = warning;
    const isNew = await this.dataSource.transaction(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `INSERT INTO fraud_warnings (id, order_id, type, at) VALUES ($1, $2, $3, to_timestamp($4))
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        [warningId, orderId, type, created],
      );
      if (rows.length === 0) return false;
      const data = { orderId, warningId, type };
      await this.audit.record(
        { action: 'order.fraud_warning', actor: 'stripe', subject: { accountId }, data },
        manager,
      );
      return true;
    });
    if (isNew) this.log.error({ orderId, warningId, type }, 'payment may be fraudulent');
    return DONE;
  }
}
