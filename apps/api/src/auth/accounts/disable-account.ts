import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId } from '#contracts';
import { AuditTrail } from '../../audit/audit-trail.js';
import { Endings } from '../../signals/endings.js';
import { Logins } from '../logins/logins.js';

/** Shuts an account out: its logins end, its sockets close on every node, its tokens open nothing any more. */
@Injectable()
export class DisableAccount {
  constructor(
    private readonly dataSource: DataSource,
    private readonly logins: Logins,
    private readonly endings: Endings,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Disabling again, or an account that is not there, changes nothing.
   *
   * @param actor who does it, as the audit trail names people: an e-mail address
   */
  async disable(id: AccountId, actor: string): Promise<void> {
    const endings = await this.dataSource.transaction(async (manager) => {
      const [[account]] = await manager.query<[{ email: string }[], number]>(
        'UPDATE accounts SET disabled_at = clock_timestamp() WHERE id = $1 AND disabled_at IS NULL RETURNING email',
        [id],
      );
      if (!account) return [];
      const ofLogins = await this.logins.endAll(manager, id, 'account_disabled');
      const ofAccount = await this.endings.record(manager, {
        kind: 'account',
        id,
        reason: 'account_disabled',
      });
      await this.audit.record({ action: 'account.disabled', actor, subject: account.email }, manager);
      return [ofAccount, ...ofLogins];
    });
    for (const ending of endings) this.endings.announce(ending);
  }
}
