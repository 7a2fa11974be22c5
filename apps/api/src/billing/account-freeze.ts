import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import type { AccountId } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { AppError } from '../kernel/app-error.js';

/**
 * Whether an account may buy: not while a dispute of its is open, nor after one was lost, until an administrator lifts that.
 * The account's row is locked for each change: disputes and administrators take turns.
 */
@Injectable()
export class AccountFreeze {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(AccountFreeze.name);
  }

  /** In the transaction that changed one of the account's disputes. */
  async follow(manager: EntityManager, accountId: string): Promise<void> {
    await manager.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [accountId]);
    await manager.query(
      `UPDATE accounts SET frozen_at = CASE WHEN EXISTS (
           SELECT FROM disputes d JOIN orders o ON o.id = d.order_id
           WHERE o.account_id = $1 AND (d.state = 'open' OR d.state = 'lost' AND d.lifted_at IS NULL)
         ) THEN coalesce(frozen_at, clock_timestamp()) END WHERE id = $1`,
      [accountId],
    );
  }

  /**
   * Lets the account buy again although disputes were lost. Again, or of an account that is not frozen, it changes nothing.
   * @param by an administrator's address
   * @throws AppError NOT_FOUND, DISPUTE_OPEN
   */
  async lift(accountId: AccountId, { by, reason }: { by: string; reason: string }): Promise<void> {
    const isLifted = await this.dataSource.transaction(async (manager) => {
      const [account] = await manager.query<{ frozen: boolean }[]>(
        'SELECT frozen_at IS NOT NULL AS frozen FROM accounts WHERE id = $1 FOR UPDATE',
        [accountId],
      );
      if (!account) throw new AppError('NOT_FOUND', { detail: 'There is no such account.' });
      if (!account.frozen) return false;
      await this.liftLost(manager, accountId);
      await this.follow(manager, accountId);
      await this.audit.record(
        { action: 'account.unfrozen', actor: by, subject: { accountId }, data: { reason } },
        manager,
      );
      return true;
    });
    if (isLifted) this.log.warn({ accountId, by }, 'account unfrozen');
  }

  private async liftLost(manager: EntityManager, accountId: string): Promise<void> {
    const disputes = await manager.query<{ state: string }[]>(
      'SELECT d.state FROM disputes d JOIN orders o ON o.id = d.order_id WHERE o.account_id = $1',
      [accountId],
    );
    if (disputes.some(({ state }) => state === 'open')) {
      throw new AppError('DISPUTE_OPEN', { detail: 'The bank has not decided. Nothing was changed.' });
    }
    await manager.query(
      `UPDATE disputes d SET lifted_at = clock_timestamp() FROM orders o
       WHERE o.id = d.order_id AND o.account_id = $1 AND d.state = 'lost' AND d.lifted_at IS NULL`,
      [accountId],
    );
  }
}
