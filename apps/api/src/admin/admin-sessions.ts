import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId, AdminSession, Page } from '#contracts';
import { EgressSums } from '../desktops/egress-sums.js';
import { AppError } from '../kernel/app-error.js';
import { Clock } from '../kernel/clock.js';
import { toSessionView, type SessionRecord } from '../sessions/session-record.js';
import { Sessions, type ListFilter } from '../sessions/sessions.js';
import { Holders } from '../signals/holders.js';

interface Surroundings {
  id: string;
  accountId: AccountId;
  email: string;
  revokedBy: string | null;
  reason: string | null;
  revokedAt: Date | null;
}

/** Sessions as an admin sees them: whose they are, what is connected, who revoked them and why. */
@Injectable()
export class AdminSessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly holders: Holders,
    private readonly egress: EgressSums,
    private readonly clock: Clock,
  ) {}

  async list(filter: Omit<ListFilter, 'accountId'>): Promise<Page<AdminSession>> {
    const { items, nextCursor } = await this.sessions.list(filter);
    return { items: await this.describe(items), nextCursor };
  }

  /** @throws AppError NOT_FOUND */
  async one(sessionId: string): Promise<AdminSession> {
    const record = await this.sessions.find(sessionId);
    const [session] = record ? await this.describe([record]) : [];
    if (!session) throw new AppError('NOT_FOUND', { detail: 'There is no such session.' });
    return session;
  }

  private async describe(records: readonly SessionRecord[]): Promise<AdminSession[]> {
    const ids = records.map(({ id }) => id);
    const [surroundings, connections, egress] = await Promise.all([
      this.surroundings(ids),
      this.holders.countAlive(ids),
      this.egress.ofSessions(ids),
    ]);
    const now = this.clock.now();
    return records.flatMap((record) => {
      const around = surroundings.get(record.id);
      if (!around) return [];
      const { events, desktop } = connections.get(record.id) ?? { events: 0, desktop: 0 };
      return [
        {
          ...toSessionView(record, now),
          customer: { id: around.accountId, email: around.email },
          connections: { events, desktop },
          egress: egress.get(record.id) ?? null,
          ...(around.revokedAt && {
            revocation: {
              by: around.revokedBy ?? '',
              reason: around.reason ?? '',
              revokedAt: around.revokedAt.toISOString(),
            },
          }),
        },
      ];
    });
  }

  private async surroundings(ids: readonly string[]): Promise<Map<string, Surroundings>> {
    const rows = await this.dataSource.query<Surroundings[]>(
      `SELECT s.id, a.id AS "accountId", a.email, b.email AS "revokedBy", r.reason, r.revoked_at AS "revokedAt"
       FROM sessions s JOIN accounts a ON a.id = s.account_id
       LEFT JOIN revocations r ON r.session_id = s.id LEFT JOIN accounts b ON b.id = r.revoked_by
       WHERE s.id = ANY($1)`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
