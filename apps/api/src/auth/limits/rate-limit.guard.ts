import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { AppError } from '../../kernel/app-error.js';
import type { AdmittedRequest } from '../access/caller.decorator.js';
import { ClientAddresses } from '../site/client-addresses.js';

/** Probes and scrapes come from one address for many pods; they have a budget with whoever runs them. */
const OPERATORS = /^\/(?:health|metrics)(?:[/?]|$)/;

/** Runs after the access guard, so that it knows who calls. Sockets have caps and budgets of their own. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly addresses: ClientAddresses,
  ) {
    super(options, storage, reflector);
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return Promise.resolve(true);
    const { url = '' } = context.switchToHttp().getRequest<AdmittedRequest>();
    return Promise.resolve(OPERATORS.test(url));
  }

  protected override getTracker(request: AdmittedRequest): Promise<string> {
    const tracker = request.caller
      ? `account:${request.caller.accountId}`
      : `address:${this.addresses.networkOf(request)}`;
    return Promise.resolve(tracker);
  }

  /** One count for all routes of a limit, not one a route. */
  protected override generateKey(_context: ExecutionContext, tracker: string, limitName: string): string {
    return `${limitName}:${tracker}`;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new AppError('RATE_LIMITED', { retryAfterSeconds: timeToBlockExpire });
  }
}
