import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../audit/audit-trail.js';
import type { CallerIdentity } from '../auth/index.js';
import { AppError } from '../kernel/app-error.js';
import { Endings } from '../signals/endings.js';

/** Shuts an account out: no sign-in, no token, and every socket it has is closed. Its sessions run to their end. */
@Injectable()
export class AccountDisabling {
  constructor(
    private readonly dataSource: DataSource,
    private readonly endings: Endings,
    private readonly audit: AuditTrail,
  ) {}

  /** Idempotent. @throws AppError NOT_FOUND, FORBIDDEN for one's own account */
  async disable(accountId: string, by: CallerIdentity): Promise<void> {
    if (accountId === by.accountId)
      throw new AppError('FORBIDDEN', { detail: 'You cannot disable your own account.' });
    const ending = await this.dataSource.transaction(async (manager) => {
      const [[account]] = await manager.query<[{ email: string }[], number]>(
        'UPDATE accounts SET disabled_at = clock_timestamp() WHERE id = $1 AND disabled_at IS NULL RETURNING email',
        [accountId],
      );
      if (!account) return undefined;
      await manager.query(
        `UPDATE logins SET ended_at = clock_timestamp(), end_reason = 'account_disabled'
         WHERE account_id = $1 AND ended_at IS NULL`,
        [accountId],
      );
      await this.audit.record(
        { action: 'account.disabled', actor: by.email, subject: account.email },
        manager,
      );
      return this.endings.record(manager, { kind: 'account', id: accountId, reason: 'disabled' });
    });
    if (ending) this.endings.announce(ending);
  }
}
