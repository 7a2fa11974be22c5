import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AuditAction } from '#contracts';

/** Written for a reader: an e-mail address, a session's reference. An account's is looked up as it is now. */
export type AuditName = string | { accountId: string };

/** Who did what to whom. */
export interface AuditRecord {
  action: AuditAction;
  actor: AuditName;
  subject: AuditName;
  /** Facts, never secrets. */
  data?: Record<string, unknown>;
}

/** Writes the audit trail. Rows are only ever added. */
@Injectable()
export class AuditTrail {
  constructor(private readonly dataSource: DataSource) {}

  /** With a manager: in the transaction of the deed itself, so that there is neither without the other. */
  async record(
    { action, actor, subject, data = {} }: AuditRecord,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    const [actorName, actorAccount] = columns(actor);
    const [subjectName, subjectAccount] = columns(subject);
    await manager.query(
      `INSERT INTO audit_entries (action, actor, subject, data) VALUES ($1,
         coalesce((SELECT email FROM accounts WHERE id = $3), $2),
         coalesce((SELECT email FROM accounts WHERE id = $5), $4), $6)`,
      [action, actorName, actorAccount, subjectName, subjectAccount, JSON.stringify(data)],
    );
  }
}

/** The name as given, and the account whose address is to stand instead. */
function columns(name: AuditName): [name: string, accountId: string | null] {
  return typeof name === 'string' ? [name, null] : [name.accountId, name.accountId];
}
