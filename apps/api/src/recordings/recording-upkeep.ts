import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import type { RecordingId, SessionId } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';
import { SignalBus } from '../signals/signal-bus.js';
import { RecordingCatalogue } from './recording-catalogue.js';
import { Recordings } from './recordings.js';

const LOOK_EVERY_MS = 5_000;
const BATCH = 50;

interface Due {
  id: SessionId;
  reference: string;
}

/**
 * What time and policy do to recordings, on whichever node comes first: where everything is recorded they begin with
 * their session, all end with it, and those past their keeping are deleted.
 */
@Injectable()
export class RecordingUpkeep {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
    private readonly recordings: Recordings,
    private readonly catalogue: RecordingCatalogue,
    private readonly log: PinoLogger,
    bus: SignalBus,
  ) {
    log.setContext(RecordingUpkeep.name);
    bus.subscribe('session-changed', () => void this.attempt(() => this.beginByPolicy()));
  }

  @Interval(LOOK_EVERY_MS)
  async look(): Promise<void> {
    await this.attempt(() => this.beginByPolicy());
    await this.attempt(() => this.stopWithSessions());
    await this.attempt(() => this.deleteOverdue());
  }

  /** Once a session: one that ran out of room is not begun again. */
  private async beginByPolicy(): Promise<void> {
    if (this.config.recording.mode !== 'always') return;
    const due = await this.dataSource.query<Due[]>(
      `SELECT id, reference FROM sessions s WHERE state = 'active'
         AND NOT EXISTS (SELECT FROM recordings WHERE session_id = s.id) LIMIT $1`,
      [BATCH],
    );
    for (const session of due) await this.begin(session);
  }

  private async begin(session: Due): Promise<void> {
    try {
      await this.recordings.start(session, 'policy', 'policy');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.log.error({ sessionId: session.id, code: error.code }, 'session not recorded against policy');
    }
  }

  private async stopWithSessions(): Promise<void> {
    const due = await this.dataSource.query<Due[]>(
      `SELECT s.id, s.reference FROM sessions s JOIN recordings r ON r.session_id = s.id
       WHERE s.state = 'ended' AND r.stopped_at IS NULL LIMIT $1`,
      [BATCH],
    );
    for (const session of due) await this.recordings.stop(session, 'session_ended', 'session end');
  }

  private async deleteOverdue(): Promise<void> {
    const due = await this.dataSource.query<{ id: RecordingId }[]>(
      `SELECT r.id FROM recordings r JOIN sessions s ON s.id = r.session_id
       WHERE r.deleted_at IS NULL AND r.stopped_at IS NOT NULL
         AND s.ended_at + make_interval(hours => $1) <= clock_timestamp() LIMIT $2`,
      [this.config.recording.retentionHours, BATCH],
    );
    for (const { id } of due) {
      const recording = await this.catalogue.find(id);
      if (recording) await this.recordings.delete(recording, 'retention', 'retention');
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    await work().catch((err: unknown) => this.log.warn({ err }, 'recordings not kept up'));
  }
}
