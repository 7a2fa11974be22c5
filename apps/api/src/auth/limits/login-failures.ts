import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import { AppError } from '../../kernel/app-error.js';
import { emailKey } from '../accounts/account.js';
import { networkOf } from '../site/client-address.js';
import { HitCounter } from './hit-counter.js';

const MAX_FAILURES = 10;
const WINDOW_MS = 15 * 60_000;

/**
 * Stops guessing: after ten wrong passwords for one account from one address, that address must wait for that account,
 * right password or not. By account *and* address, so that nobody can lock somebody else out. Addresses without an
 * account are counted just the same: the answers must not tell which exist.
 */
@Injectable()
export class LoginFailures {
  private readonly maxFailures: number;

  constructor(
    private readonly counter: HitCounter,
    private readonly audit: AuditTrail,
    { limits }: AppConfig,
  ) {
    this.maxFailures = Math.max(1, Math.floor(MAX_FAILURES * limits.rateLimitFactor));
  }

  /**
   * Before a password is looked at. Counts the attempt as failed until `forget` says otherwise, so that attempts which
   * run at the same time cannot all slip through.
   *
   * @throws AppError RATE_LIMITED saying when to try again
   */
  async admit(email: string, address: string): Promise<void> {
    const { count, resetsInMs } = await this.counter.hit(keyOf(email, address), WINDOW_MS);
    if (count <= this.maxFailures) return;
    if (count === this.maxFailures + 1) {
      await this.audit.record({ action: 'login.locked', actor: address, subject: emailKey(email) });
    }
    throw new AppError('RATE_LIMITED', {
      detail: 'Too many wrong passwords for this account.',
      retryAfterSeconds: Math.max(1, Math.ceil(resetsInMs / 1_000)),
    });
  }

  /** The password was right: the failures before it were typing errors. */
  async forget(email: string, address: string): Promise<void> {
    await this.counter.clear(keyOf(email, address));
  }
}

/** Hashed: keys may lie in a Redis that has no business knowing addresses. */
function keyOf(email: string, address: string): string {
  return `login-failures:${createHash('sha256')
    .update(`${emailKey(email)}\0${networkOf(address)}`)
    .digest('base64url')}`;
}
