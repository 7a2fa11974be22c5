import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AuditAction, RecordingStarter, RecordingStopReason } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';
import { EventLog } from '../sessions/event-log.js';
import type { SessionRecord } from '../sessions/session-record.js';
import { SignalBus } from '../signals/signal-bus.js';
import { recordingsStopped } from './metrics.js';
import { RecordingCatalogue } from './recording-catalogue.js';
import type { RecordingRecord } from './recording-record.js';
import { usedBytes } from './used-bytes.js';

type RecordedSession = Pick<SessionRecord, 'id' | 'reference'>;

/**
 * Which recordings there are and whether one runs: one at a time for each session. Every change is one guarded statement
 * under the session's row lock, with its event and its audit entry in the same transaction; the recorders hear of it by a
 * hint and look.
 */
@Injectable()
export class Recordings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly catalogue: RecordingCatalogue,
    private readonly events: EventLog,
    private readonly audit: AuditTrail,
    private readonly bus: SignalBus,
  ) {}

  /**
   * Starts one, or finds the one that runs. It may have been stopped again by the time of the answer, which then says why.
   * @throws AppError SESSION_ENDED; DESKTOP_NOT_READY before the session's time has begun; RECORDING_FULL
   */
  async start(session: RecordedSession, by: RecordingStarter, actor: string): Promise<RecordingRecord> {
    const { id, isNew } = await this.dataSource.transaction(async (manager) => {
      await this.requireActive(manager, session.id);
      const [row] = await manager.query<{ id: string }[]>(
        `INSERT INTO recordings (session_id, started_by) VALUES ($1, $2)
         ON CONFLICT (session_id) WHERE stopped_at IS NULL DO NOTHING RETURNING id`,
        [session.id, by],
      );
      if (!row) return { id: await runningOf(manager, session.id), isNew: false };
      await this.requireRoom(manager, session.id);
      const recording = row.id as RecordingRecord['id'];
      await this.events.append(manager, session.id, 'recording.started', { recording, by });
      await this.note(manager, 'recording.started', session, row.id, actor);
      return { id: row.id, isNew: true };
    });
    if (isNew) this.announce(session.id);
    const recording = await this.catalogue.find(id);
    if (!recording) throw new AppError('NOT_FOUND'); // it was deleted between the two statements
    return recording;
  }

  /** @returns the recording that was stopped; undefined when none ran */
  async stop(
    session: RecordedSession,
    reason: RecordingStopReason,
    actor: string,
  ): Promise<RecordingRecord | undefined> {
    const id = await this.dataSource.transaction((manager) =>
      this.stopWithin(manager, session, reason, actor),
    );
    if (id === undefined) return undefined;
    this.announce(session.id);
    return this.catalogue.find(id);
  }

  /** Stops it if it runs, and forgets all but that it was. The files go with the next look of who has them. */
  async delete(
    { id, sessionId, reference }: RecordingRecord,
    by: 'customer' | 'admin' | 'retention',
    actor: string,
  ) {
    const session = { id: sessionId, reference };
    const isDeleted = await this.dataSource.transaction(async (manager) => {
      await lock(manager, sessionId);
      const running = await manager.query<unknown[]>(
        'SELECT 1 FROM recordings WHERE id = $1 AND stopped_at IS NULL',
        [id],
      );
      const reason = by === 'retention' ? 'session_ended' : by;
      if (running.length > 0) await this.stopWithin(manager, session, reason, actor);
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE recordings SET deleted_at = clock_timestamp() WHERE id = $1 AND deleted_at IS NULL RETURNING id`,
        [id],
      );
      if (rows.length === 0) return false;
      await manager.query('DELETE FROM recording_segments WHERE recording_id = $1', [id]);
      await this.note(manager, 'recording.deleted', session, id, actor);
      return true;
    });
    if (isDeleted) this.announce(sessionId);
  }

  private async stopWithin(
    manager: EntityManager,
    session: RecordedSession,
    reason: RecordingStopReason,
    actor: string,
  ): Promise<string | undefined> {
    await lock(manager, session.id);
    const [[row]] = await manager.query<[{ id: RecordingRecord['id'] }[], number]>(
      `UPDATE recordings SET stopped_at = date_trunc('milliseconds', clock_timestamp()), stop_reason = $2
       WHERE session_id = $1 AND stopped_at IS NULL RETURNING id`,
      [session.id, reason],
    );
    if (!row) return undefined;
    await this.events.append(manager, session.id, 'recording.stopped', { recording: row.id, reason });
    await this.note(manager, 'recording.stopped', session, row.id, actor, { reason });
    recordingsStopped.inc({ reason });
    return row.id;
  }

  private async requireActive(manager: EntityManager, sessionId: string): Promise<void> {
    const state = await lock(manager, sessionId);
    if (state === 'active') return;
    throw new AppError(state === 'provisioning' ? 'DESKTOP_NOT_READY' : 'SESSION_ENDED');
  }

  private async requireRoom(manager: EntityManager, sessionId: string): Promise<void> {
    const { maxBytes, totalBytes } = this.config.recording;
    const { session, total } = await usedBytes(manager, sessionId);
    if (session >= maxBytes)
      throw new AppError('RECORDING_FULL', { detail: 'Delete an older recording first.' });
    if (total >= totalBytes)
      throw new AppError('RECORDING_FULL', { detail: 'The server keeps as many as it may.' });
  }

  private async note(
    manager: EntityManager,
    action: AuditAction,
    { id: sessionId, reference }: RecordedSession,
    recordingId: string,
    actor: string,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    const data = { sessionId, recordingId, ...more };
    await this.audit.record({ action, actor, subject: reference, data }, manager);
  }

  private announce(sessionId: string): void {
    this.bus.publish('recording-changed', sessionId);
    this.events.announce(sessionId);
  }
}

/** Recordings of one session change one after the other. */
async function lock(manager: EntityManager, sessionId: string): Promise<string | undefined> {
  const [session] = await manager.query<{ state: string }[]>(
    'SELECT state FROM sessions WHERE id = $1 FOR UPDATE',
    [sessionId],
  );
  return session?.state;
}

/** Under the session's lock, after one was found to run. */
async function runningOf(manager: EntityManager, sessionId: string): Promise<string> {
  const [row] = await manager.query<{ id: string }[]>(
    'SELECT id FROM recordings WHERE session_id = $1 AND stopped_at IS NULL',
    [sessionId],
  );
  if (!row) throw new Error(`no recording of session ${sessionId} runs`);
  return row.id;
}
