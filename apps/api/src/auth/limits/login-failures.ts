import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { AppError } from '../../kernel/app-error.js';
import { emailKey } from '../accounts/account.js';
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
    { limits }: AppConfig,
  ) {
    this.maxFailures = Math.max(1, Math.floor(MAX_FAILURES * limits.rateLimitFactor));
  }

  /** @throws AppError RATE_LIMITED saying when to try again */
  async refuseWhenTooMany(email: string, address: string): Promise<void> {
    const { count, resetsInMs } = await this.counter.read(keyOf(email, address));
    if (count < this.maxFailures) return;
    throw new AppError('RATE_LIMITED', {
      detail: 'Too many wrong passwords for this account.',
      retryAfterSeconds: Math.max(1, Math.ceil(resetsInMs / 1_000)),
    });
  }

  async count(email: string, address: string): Promise<void> {
    await this.counter.hit(keyOf(email, address), WINDOW_MS);
  }

  async forget(email: string, address: string): Promise<void> {
    await this.counter.clear(keyOf(email, address));
  }
}

/** Hashed: keys may lie in a Redis that has no business knowing addresses. */
function keyOf(email: string, address: string): string {
  return `login-failures:${createHash('sha256')
    .update(`${emailKey(email)}\0${address}`)
    .digest('base64url')}`;
}
