import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { Receipt } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { AppError } from '../kernel/app-error.js';
import { Holders } from '../signals/holders.js';
import { SessionEnding } from './ending.js';
import { revokeToDark } from './metrics.js';
import { receiptOf } from './receipt.js';
import { Sessions } from './sessions.js';

const ANSWER_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 10;

export interface Revoker {
  accountId: string;
  email: string;
}

/** Cuts a session by an admin's order and proves that it went dark. */
@Injectable()
export class SessionRevocation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly ending: SessionEnding,
    private readonly holders: Holders,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Idempotent: asked again it gives the same receipt. Waits up to 2 s for what is still alive.
   * @throws AppError NOT_FOUND, or SESSION_ENDED when something else had ended it
   */
  async revoke(sessionId: string, by: Revoker, reason: string): Promise<Receipt> {
    const record = await this.sessions.find(sessionId);
    if (!record) throw new AppError('NOT_FOUND');
    const ended = await this.order(sessionId, record.reference, by, reason);
    const revokedAt = ended ?? (await this.revokedAt(sessionId));
    if (!revokedAt)
      throw new AppError('SESSION_ENDED', { detail: 'This session had ended before it could be revoked.' });
    const receipt = await this.waitUntilDark(sessionId, revokedAt);
    if (ended && receipt.complete) {
      revokeToDark.observe(Math.max(0, ...receipt.closed.map(({ afterMs }) => afterMs)) / 1_000);
    }
    return receipt;
  }

  private async order(
    sessionId: string,
    reference: string,
    by: Revoker,
    reason: string,
  ): Promise<Date | undefined> {
    const ended = await this.dataSource.transaction(async (manager) => {
      const session = await this.ending.endWithin(manager, sessionId, 'revoked');
      if (!session) return undefined;
      await manager.query(
        'INSERT INTO revocations (session_id, revoked_by, reason, revoked_at) VALUES ($1, $2, $3, $4)',
        [sessionId, by.accountId, reason, session.endedAt],
      );
      await this.audit.record(
        { action: 'session.revoked', actor: by.email, subject: reference, data: { sessionId, reason } },
        manager,
      );
      return session;
    });
    if (ended) this.ending.announce(ended);
    return ended?.endedAt;
  }

  private async revokedAt(sessionId: string): Promise<Date | undefined> {
    const [row] = await this.dataSource.query<{ revokedAt: Date }[]>(
      'SELECT revoked_at AS "revokedAt" FROM revocations WHERE session_id = $1',
      [sessionId],
    );
    return row?.revokedAt;
  }

  private async waitUntilDark(sessionId: string, revokedAt: Date): Promise<Receipt> {
    const giveUpAt = performance.now() + ANSWER_WITHIN_MS;
    for (;;) {
      const receipt = receiptOf(sessionId, revokedAt, await this.holders.aliveAt(sessionId, revokedAt));
      if (receipt.complete || performance.now() >= giveUpAt) return receipt;
      await sleep(LOOK_EVERY_MS);
    }
  }
}
