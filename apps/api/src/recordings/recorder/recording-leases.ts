import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../config/app-config.js';
import { DesktopHost } from '../../desktops/desktop-host.js';
import { NodeIdentity } from '../../kernel/node-identity.js';

/** A recording that is this instance's to make, until its lease or its session is over. */
export interface RecordingJob {
  id: string;
  sessionId: string;
  sessionEndsAt: Date;
  /** What may still be written; the rest of the session's and of everybody's room, whichever is less. */
  roomBytes: number;
}

/** Longer than a few looks take that come late; as short as a recording should pause when a whole host dies. */
export const LEASE_SECONDS = 10;

const SUM = `SELECT coalesce(sum(g.bytes), 0)::float8 FROM recording_segments g`;

/**
 * Who records: an instance on the machine where the desktop runs, any where it can be reached from all. The lease is the instance's, not the process's: only one
 * process at a time has its data folder, so after a crash the next one goes on at once.
 */
@Injectable()
export class RecordingLeases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly host: DesktopHost,
    private readonly node: NodeIdentity,
  ) {}

  /** Renews what is ours and takes what nobody has: the recordings to be made here now. */
  async claim(): Promise<RecordingJob[]> {
    const { maxBytes, totalBytes } = this.config.recording;
    const [jobs] = await this.dataSource.query<[RecordingJob[], number]>(
      `UPDATE recordings r SET host = $1, leased_until = clock_timestamp() + make_interval(secs => $3)
       FROM sessions s
       WHERE s.id = r.session_id AND s.state = 'active' AND r.stopped_at IS NULL
         AND (r.host = $1 OR r.leased_until IS NULL OR r.leased_until < clock_timestamp())
         AND EXISTS (
           SELECT FROM desktops d WHERE d.session_id = s.id AND d.state = 'ready'
             AND (d.endpoint->>'kind' <> 'unix' OR split_part(d.host, '/', 1) = $2)
         )
       RETURNING r.id, s.id AS "sessionId", s.expires_at AS "sessionEndsAt", least(
         $4 - (${SUM} JOIN recordings o ON o.id = g.recording_id WHERE o.session_id = s.id), $5 - (${SUM})
       ) AS "roomBytes"`,
      [this.host.id, this.node.host, LEASE_SECONDS, maxBytes, totalBytes],
    );
    return jobs;
  }

  /** Before a planned end: somebody else may go on at once. */
  async release(): Promise<void> {
    await this.dataSource.query(
      `UPDATE recordings SET leased_until = clock_timestamp() WHERE host = $1 AND stopped_at IS NULL`,
      [this.host.id],
    );
  }
}
