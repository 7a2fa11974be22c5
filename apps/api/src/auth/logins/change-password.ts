import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ChangePasswordBody } from '#contracts';
import { AuditTrail } from '../../audit/audit-trail.js';
import { AppError } from '../../kernel/app-error.js';
import { Endings } from '../../signals/endings.js';
import type { CallerIdentity } from '../access/caller.decorator.js';
import { Accounts } from '../accounts/accounts.js';
import { PasswordHashes } from '../accounts/password-hashes.js';
import { requireStrongPassword } from '../accounts/password-policy.js';
import { LoginFailures } from '../limits/login-failures.js';
import { Logins } from './logins.js';

/** Changes a password and ends every other login of the account: whoever knew the old one is out. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: Accounts,
    private readonly hashes: PasswordHashes,
    private readonly failures: LoginFailures,
    private readonly logins: Logins,
    private readonly endings: Endings,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws AppError INVALID_CREDENTIALS, WEAK_PASSWORD, RATE_LIMITED */
  async change(
    { accountId, loginId, email }: CallerIdentity,
    { currentPassword, newPassword }: ChangePasswordBody,
    address: string,
  ): Promise<void> {
    await this.failures.admit(email, address);
    const account = await this.accounts.findById(accountId);
    if (!account || !(await this.hashes.fits(currentPassword, account.passwordHash))) {
      throw wrongPassword();
    }
    await this.failures.forget(email, address);
    requireStrongPassword('newPassword', newPassword, email);
    const passwordHash = await this.hashes.make(newPassword);

    const endings = await this.dataSource.transaction(async (manager) => {
      if (!(await this.accounts.replacePassword(manager, account, passwordHash))) throw wrongPassword();
      await this.audit.record({ action: 'account.password_changed', actor: email, subject: email }, manager);
      return this.logins.endAll(manager, accountId, 'password_changed', loginId);
    });
    for (const ending of endings) this.endings.announce(ending);
  }
}

function wrongPassword(): AppError {
  return new AppError('INVALID_CREDENTIALS', {
    errors: [{ path: 'currentPassword', message: 'is not your password' }],
  });
}
