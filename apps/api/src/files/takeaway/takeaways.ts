import { Injectable } from '@nestjs/common';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Takeaway } from '#contracts';
import { AuditTrail } from '../../audit/audit-trail.js';
import { AppConfig } from '../../config/app-config.js';
import { AppError } from '../../kernel/app-error.js';
import { Clock } from '../../kernel/clock.js';
import { NodeIdentity } from '../../kernel/node-identity.js';
import type { SessionRecord } from '../../sessions/session-record.js';
import { TakeawayRows, type TakeawayRow } from './takeaway-rows.js';

const NO_ARCHIVE = 'There is no archive of these files.';

/** A customer's archive of their desktop's files: asked for while the session lives, there for a while after its end. */
@Injectable()
export class Takeaways {
  constructor(
    private readonly config: AppConfig,
    private readonly rows: TakeawayRows,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async look({ id }: SessionRecord): Promise<Takeaway> {
    return this.describe(await this.rows.find(id));
  }

  /** @throws AppError FILES_NOT_ALLOWED where none are kept, SESSION_ENDED */
  async keep(session: SessionRecord): Promise<Takeaway> {
    const { keptHours, way } = this.config.files;
    if (keptHours === 0 || !['both', 'down'].includes(way))
      throw new AppError('FILES_NOT_ALLOWED', { detail: 'Files of desktops are not kept here.' });
    if (!(await this.rows.ask(session.id))) throw new AppError('SESSION_ENDED');
    return this.look(session);
  }

  /** Deletes what there is. Idempotent. */
  async drop(sessionId: string): Promise<void> {
    await rm(this.pathOf(sessionId), { force: true });
    await this.rows.forget(sessionId);
  }

  /** @throws AppError NOT_FOUND when there is none, or it lies on another host */
  async open(session: SessionRecord, by: string): Promise<{ bytes: number; stream: Readable }> {
    const row = await this.rows.find(session.id);
    const isOver = row?.deleteAt && row.deleteAt <= this.clock.now();
    if (!row?.madeAt || isOver || row.host !== this.node.host)
      throw new AppError('NOT_FOUND', { detail: NO_ARCHIVE });
    const file = await this.openArchive(session);
    try {
      const { size } = await file.stat();
      await this.audit.record({
        action: 'file.archive_downloaded',
        actor: by,
        subject: session.reference,
        data: { sessionId: session.id, bytes: size },
      });
      return { bytes: size, stream: file.createReadStream() };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Somebody may have removed the file by hand: then there is none, and of a desktop that lives it is made anew. */
  private async openArchive(session: SessionRecord): Promise<FileHandle> {
    try {
      return await open(this.pathOf(session.id));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
      await this.rows.lost(session.id);
      throw new AppError('NOT_FOUND', { detail: NO_ARCHIVE, cause });
    }
  }

  /** Where the archive of a session lies. The folder is there when this resolves. */
  async placeFor(sessionId: string): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    return this.pathOf(sessionId);
  }

  private describe(row: TakeawayRow | undefined): Takeaway {
    const { keptHours } = this.config.files;
    if (!row) return { state: 'off', keptHours };
    if (!row.madeAt) return { state: 'asked', keptHours };
    return {
      state: 'ready',
      keptHours,
      madeAt: row.madeAt.toISOString(),
      files: row.files,
      bytes: row.bytes,
      ...(row.deleteAt && { availableUntil: row.deleteAt.toISOString() }),
    };
  }

  private pathOf(sessionId: string): string {
    return path.join(this.folder, `${sessionId}.zip`);
  }

  private get folder(): string {
    return path.join(this.config.server.dataDir, 'takeaways');
  }
}
