import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { LoginBody, LoginId, RegisterBody, SignedIn } from '#contracts';
import { AuditTrail } from '../../audit/audit-trail.js';
import { AppError } from '../../kernel/app-error.js';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from '../access/access-tokens.js';
import { toUser, type Account } from '../accounts/account.js';
import { Accounts } from '../accounts/accounts.js';
import { PasswordHashes } from '../accounts/password-hashes.js';
import { requireStrongPassword } from '../accounts/password-policy.js';
import { LoginFailures } from '../limits/login-failures.js';
import { Logins } from './logins.js';
import { RefreshTokens } from './refresh-tokens.js';

/** A login that goes on: what the caller is told, and the refresh token that belongs into its cookie. */
export interface Continued {
  answer: SignedIn;
  refreshToken: string;
}

/** The three ways to be signed in: by registering, with a password, by a refresh token. */
@Injectable()
export class SignIn {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: Accounts,
    private readonly hashes: PasswordHashes,
    private readonly failures: LoginFailures,
    private readonly logins: Logins,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws AppError WEAK_PASSWORD, EMAIL_TAKEN */
  async register({ email, password }: RegisterBody, address: string): Promise<Continued> {
    requireStrongPassword('password', password, email);
    const passwordHash = await this.hashes.make(password);
    return this.dataSource.transaction(async (manager) => {
      const account = await this.accounts.create(manager, { email, passwordHash, role: 'customer' });
      if (!account) throw new AppError('EMAIL_TAKEN');
      await this.audit.record(
        { action: 'account.registered', actor: account.email, subject: account.email, data: { address } },
        manager,
      );
      return this.begin(manager, account, address);
    });
  }

  /**
   * An address without an account and a wrong password are one answer after one and the same time.
   *
   * @throws AppError INVALID_CREDENTIALS, ACCOUNT_DISABLED (only to who knows the password), RATE_LIMITED
   */
  async login({ email, password }: LoginBody, address: string): Promise<Continued> {
    await this.failures.admit(email, address);
    const account = await this.accounts.findByEmail(email);
    const fits = await this.hashes.fits(password, account?.passwordHash);
    if (!account || !fits) throw new AppError('INVALID_CREDENTIALS');
    await this.failures.forget(email, address);
    if (account.disabledAt) throw new AppError('ACCOUNT_DISABLED');
    return this.dataSource.transaction((manager) => this.begin(manager, account, address));
  }

  /** @throws AppError UNAUTHENTICATED, SESSION_REUSED, ACCOUNT_DISABLED */
  async refresh(token: string | undefined): Promise<Continued> {
    if (token === undefined) throw new AppError('UNAUTHENTICATED');
    const rotation = await this.refreshTokens.rotate(token);
    if (rotation.kind === 'rotated') {
      return this.continued(rotation.account, rotation.loginId, rotation.token);
    }
    switch (rotation.why) {
      case 'reused':
        await this.logins.end(rotation.loginId, 'reused');
        throw new AppError('SESSION_REUSED');
      case 'account_disabled':
        throw new AppError('ACCOUNT_DISABLED');
      case 'unknown':
      case 'expired':
      case 'login_ended':
        throw new AppError('UNAUTHENTICATED');
    }
  }

  private async begin(manager: EntityManager, account: Account, address: string): Promise<Continued> {
    const loginId = await this.logins.begin(manager, account);
    if (!loginId) throw new AppError('INVALID_CREDENTIALS'); // the password was changed while it was checked
    await this.audit.record(
      { action: 'login.began', actor: account.email, subject: account.email, data: { loginId, address } },
      manager,
    );
    return this.continued(account, loginId, await this.refreshTokens.issue(manager, loginId));
  }

  private continued(account: Account, loginId: LoginId, refreshToken: string): Continued {
    const accessToken = this.accessTokens.sign({ accountId: account.id, loginId });
    return { answer: { user: toUser(account), accessToken, expiresIn: ACCESS_TOKEN_SECONDS }, refreshToken };
  }
}
