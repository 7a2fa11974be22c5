import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import type { WebSocket } from 'ws';
import { AuditTrail } from '../audit/audit-trail.js';
import { SourceSums } from '../audit/source-sums.js';

const FLUSH_EVERY_MS = 60_000;
const FURTHER_ACCOUNTS = 'further accounts';

/** Keys that no message of the contract has: whoever sends one tries to be somebody else. */
const CLAIMS = new Set([
  ...['admin', 'isAdmin', 'role', 'roles', 'permissions', 'scope', 'access'],
  ...['accountId', 'userId', 'loginId', 'user', 'impersonate'],
]);

/** The rights that a message claims to bring along. The schema drops them all; they are worth knowing of. */
export function rightsClaimedIn(message: object): string[] {
  return Object.keys(message).filter((key) => CLAIMS.has(key));
}

/** Messages that claimed rights, in the audit trail: one entry an account and minute, with how often each was claimed. */
@Injectable()
export class RightsClaims implements BeforeApplicationShutdown {
  private readonly accounts = new WeakMap<WebSocket, string>();
  private readonly sums = new SourceSums(FURTHER_ACCOUNTS);

  constructor(
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(RightsClaims.name);
  }

  /** Whose socket it is. */
  know(socket: WebSocket, accountId: string): void {
    this.accounts.set(socket, accountId);
  }

  count(socket: WebSocket, claimed: readonly string[]): void {
    const accountId = this.accounts.get(socket);
    if (accountId === undefined) return;
    for (const key of claimed) this.sums.add(accountId, { [key]: 1 });
  }

  @Interval(FLUSH_EVERY_MS)
  async flush(): Promise<void> {
    await this.sums.flush(
      (source, counts) =>
        this.audit.record({
          action: 'message.rights_claimed',
          actor: source === FURTHER_ACCOUNTS ? source : { accountId: source },
          subject: 'sockets',
          data: counts,
        }),
      (err) => this.log.warn({ err }, 'claimed rights not audited'),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }
}
