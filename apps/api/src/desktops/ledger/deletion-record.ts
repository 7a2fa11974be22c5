import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DeletionCertificate } from '#contracts';
import { AuditTrail } from '../../audit/audit-trail.js';
import { DesktopHost } from '../desktop-host.js';
import type { Trace } from '../trace.js';
import { toCertificate, type CertificateRow } from './deletion-certificate.js';
import { summaryOf, type DeletedPart } from './deletion-summary.js';

interface Certified {
  sessionId: string;
  reference: string;
  generation: number;
  orderedAt: Date;
  goneAt: Date;
}

/**
 * What existed of a desktop of a session and when each part was gone, written down as it is seen, so that whoever dies in
 * between leaves it to the next process. The certificate is one transition of the row, in the transaction of its audit
 * entry: there is one, however often it is asked for. A remote server is somebody else's: nobody can certify anything of it.
 */
@Injectable()
export class DeletionRecord {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly host: DesktopHost,
  ) {}

  /** What a look found: new parts are noted, noted ones that are missing are gone since now, by the database's clock. */
  async observe(desktopId: string, found: readonly Trace[]): Promise<void> {
    await this.dataSource.query(
      `WITH found AS (
         SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) AS t (kind, id, label, bytes)
       ), noted AS (
         INSERT INTO desktop_parts (desktop_id, kind, id, label, bytes) SELECT $1, kind, id, label, bytes FROM found
         ON CONFLICT (desktop_id, kind, id) DO UPDATE
         SET gone_at = NULL, bytes = greatest(desktop_parts.bytes, EXCLUDED.bytes)
       )
       UPDATE desktop_parts p SET gone_at = clock_timestamp()
       WHERE desktop_id = $1 AND gone_at IS NULL
         AND NOT EXISTS (SELECT FROM found f WHERE (f.kind, f.id) = (p.kind, p.id))`,
      [
        desktopId,
        found.map(({ kind }) => kind),
        found.map(({ id }) => id),
        found.map(({ label }) => label ?? null),
        found.map(({ bytes }) => bytes ?? 0),
      ],
    );
  }

  /** For a desktop of which nothing is left; false when it has its certificate, never had a session, or still runs. */
  async certify(desktopId: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [[row]] = await manager.query<[Certified[], number]>(
        `UPDATE desktops d SET certified_at = clock_timestamp() FROM sessions s
         WHERE d.id = $1 AND s.id = d.session_id AND d.certified_at IS NULL AND d.state IN ('gone', 'lost') AND d.driver <> 'remote'
         RETURNING s.id AS "sessionId", s.reference, d.generation,
           coalesce(d.ended_at, d.lost_at, d.gone_at) AS "orderedAt", d.certified_at AS "goneAt"`,
        [desktopId],
      );
      if (!row) return false;
      const parts = await manager.query<DeletedPart[]>(
        `SELECT kind, id, bytes::float8 AS bytes, gone_at AS "goneAt" FROM desktop_parts WHERE desktop_id = $1`,
        [desktopId],
      );
      const { sessionId, reference, generation } = row;
      const data = { sessionId, desktopId, generation, ...summaryOf(row, parts) };
      await this.audit.record(
        { action: 'desktop.deleted', actor: this.host.id, subject: reference, data },
        manager,
      );
      return true;
    });
  }

  /** What is known of the end of each desktop a session has had, the first one first. */
  async ofSession(sessionId: string): Promise<DeletionCertificate[]> {
    const rows = await this.dataSource.query<CertificateRow[]>(
      `SELECT d.id AS "desktopId", d.generation, coalesce(d.ended_at, d.lost_at, d.gone_at) AS "orderedAt",
         d.certified_at AS "certifiedAt", coalesce(p.parts, '[]') AS parts
       FROM desktops d LEFT JOIN LATERAL (
         SELECT json_agg(json_build_object('kind', kind, 'id', id, 'label', label, 'bytes', bytes,
           'foundAt', found_at, 'goneAt', gone_at) ORDER BY gone_at NULLS LAST, kind, id) AS parts
         FROM desktop_parts WHERE desktop_id = d.id
       ) p ON true
       WHERE d.session_id = $1 AND coalesce(d.ended_at, d.lost_at, d.gone_at) IS NOT NULL ORDER BY d.generation`,
      [sessionId],
    );
    return rows.map(toCertificate);
  }

  /** Desktops of this host that are gone and have no certificate yet: a process died before it wrote theirs. */
  async uncertified(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM desktops WHERE host = $1 AND certified_at IS NULL AND session_id IS NOT NULL
         AND state IN ('gone', 'lost') AND driver <> 'remote'`,
      [this.host.id],
    );
    return rows.map(({ id }) => id);
  }
}
