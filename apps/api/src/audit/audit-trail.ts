import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** Who did what to whom; `actor` and `subject` are written for a reader: an e-mail address, a session's reference. */
export interface AuditRecord {
  /** `area.deed`, past tense: `session.revoked`, `connection.refused`. */
  action: string;
  actor: string;
  subject: string;
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
    await manager.query('INSERT INTO audit_entries (action, actor, subject, data) VALUES ($1, $2, $3, $4)', [
      action,
      actor,
      subject,
      JSON.stringify(data),
    ]);
  }
}
