import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AccountId, LoginId } from '#contracts';
import { AuditTrail } from '../../audit/audit-trail.js';
import { Endings } from '../../signals/endings.js';
import type { Account } from '../accounts/account.js';

/** Why a login is over. */
export type LoginEndReason = 'logged_out' | 'reused' | 'password_changed' | 'account_disabled' | 'expired';

/** Logins: one sign-in on one browser each. Ending one closes its sockets on every node, through `Endings`. */
@Injectable()
export class Logins {
  constructor(
    private readonly dataSource: DataSource,
    private readonly endings: Endings,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Begins a login of an account whose password was checked. The account's row is shared-locked: a change of password or
   * a disabling that commits first lets no login with the old state begin, and one that commits later ends it.
   *
   * @returns undefined when the account is disabled, or its password another one by now
   */
  async begin(manager: EntityManager, { id, passwordHash }: Account): Promise<LoginId | undefined> {
    const [login] = await manager.query<{ id: LoginId }[]>(
      `INSERT INTO logins (account_id)
       SELECT id FROM accounts WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR SHARE
       RETURNING id`,
      [id, passwordHash],
    );
    return login?.id;
  }

  /** Ends one login now. Ending it again changes nothing. */
  async end(loginId: LoginId, reason: LoginEndReason): Promise<void> {
    const ending = await this.dataSource.transaction(async (manager) => {
      const [[ended]] = await manager.query<[{ email: string }[], number]>(
        `UPDATE logins l SET ended_at = clock_timestamp(), end_reason = $2 FROM accounts a
         WHERE l.id = $1 AND l.ended_at IS NULL AND a.id = l.account_id RETURNING a.email`,
        [loginId, reason],
      );
      if (!ended) return undefined;
      await this.audit.record(
        { action: 'login.ended', actor: ended.email, subject: ended.email, data: { loginId, reason } },
        manager,
      );
      return this.endings.record(manager, { kind: 'login', id: loginId, reason });
    });
    if (ending !== undefined) this.endings.announce(ending);
  }

  /**
   * Ends every login of an account but `except`, in the caller's transaction.
   *
   * @returns the endings, to be announced after the commit
   */
  async endAll(
    manager: EntityManager,
    accountId: AccountId,
    reason: LoginEndReason,
    except?: LoginId,
  ): Promise<string[]> {
    const [ended] = await manager.query<[{ id: LoginId }[], number]>(
      `UPDATE logins SET ended_at = clock_timestamp(), end_reason = $2
       WHERE account_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $3 RETURNING id`,
      [accountId, reason, except ?? null],
    );
    return this.recordAll(manager, ended, reason);
  }

  /** Ends the logins that nobody can refresh any more. */
  async endExpired(): Promise<void> {
    const endings = await this.dataSource.transaction(async (manager) => {
      const [ended] = await manager.query<[{ id: LoginId }[], number]>(
        `UPDATE logins l SET ended_at = clock_timestamp(), end_reason = 'expired'
         WHERE ended_at IS NULL AND NOT EXISTS (
           SELECT FROM refresh_tokens WHERE login_id = l.id AND expires_at > clock_timestamp()
         ) RETURNING id`,
      );
      return this.recordAll(manager, ended, 'expired');
    });
    for (const ending of endings) this.endings.announce(ending);
  }

  private async recordAll(
    manager: EntityManager,
    logins: { id: LoginId }[],
    reason: LoginEndReason,
  ): Promise<string[]> {
    const endings: string[] = [];
    for (const { id } of logins)
      endings.push(await this.endings.record(manager, { kind: 'login', id, reason }));
    return endings;
  }
}
