import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import type { AuditAction, DesktopFiles, FilesWay } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { AppConfig } from '../config/app-config.js';
import type { DesktopEndpoint } from '../desktops/desktop-endpoint.js';
import { Desktops } from '../desktops/desktops.js';
import { AppError } from '../kernel/app-error.js';
import { NodeIdentity } from '../kernel/node-identity.js';
import type { SessionRecord } from '../sessions/session-record.js';
import { ByteLimit, tooLarge } from './byte-limit.js';
import { deleteFile, listFiles, readFile, writeFile } from './desktop-files-link.js';
import { safeFileName } from './file-name.js';
import { filesMoved } from './metrics.js';

const ALLOWED: Record<FilesWay, readonly ('up' | 'down')[]> = {
  both: ['up', 'down'],
  up: ['up'],
  down: ['down'],
  none: [],
};

/** Files into a desktop's one folder and out of it. They exist there and nowhere else, and are gone with it. */
@Injectable()
export class Files {
  constructor(
    private readonly config: AppConfig,
    private readonly desktops: Desktops,
    private readonly node: NodeIdentity,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws AppError DESKTOP_NOT_READY, SESSION_ENDED */
  async list(session: SessionRecord): Promise<DesktopFiles> {
    const { way, maxBytes } = this.config.files;
    const { files, freeBytes } = await listFiles(await this.reach(session));
    const items = files.map(({ name, bytes, modifiedAtMs }) => ({
      name,
      bytes,
      modifiedAt: new Date(modifiedAtMs).toISOString(),
    }));
    return { items, nextCursor: null, way, maxBytes, freeBytes };
  }

  /**
   * Streams the body into the desktop. @returns the name it got there
   * @throws AppError FILES_NOT_ALLOWED, PAYLOAD_TOO_LARGE, NO_ROOM_FOR_FILE, DESKTOP_NOT_READY, SESSION_ENDED
   */
  async upload(session: SessionRecord, name: string, request: IncomingMessage, by: string): Promise<string> {
    this.mustAllow('up');
    const { maxBytes } = this.config.files;
    const said = request.headers['content-length'];
    const bytes = said === undefined ? undefined : Number(said);
    if (bytes !== undefined && bytes > maxBytes) throw tooLarge(maxBytes);
    const endpoint = await this.reach(session);
    const limit = new ByteLimit(maxBytes);
    pipeline(request, limit, () => {}); // whatever went wrong there, `limit` knows
    const given = await writeFile(endpoint, safeFileName(name), { body: limit, bytes }).catch(
      (error: unknown) => {
        throw limit.errored ?? error;
      },
    );
    await this.record('file.uploaded', session, by, limit.passed);
    filesMoved.inc({ way: 'up' }, limit.passed);
    return given;
  }

  /** @throws AppError FILES_NOT_ALLOWED, NOT_FOUND, DESKTOP_NOT_READY, SESSION_ENDED */
  async download(
    session: SessionRecord,
    name: string,
    by: string,
  ): Promise<{ bytes: number; stream: Readable }> {
    this.mustAllow('down');
    const { bytes, stream } = await readFile(await this.reach(session), name);
    await this.record('file.downloaded', session, by, bytes);
    stream.on('data', (chunk: Buffer) => filesMoved.inc({ way: 'down' }, chunk.length)).pause();
    return { bytes, stream };
  }

  /** @throws AppError NOT_FOUND, DESKTOP_NOT_READY, SESSION_ENDED */
  async delete(session: SessionRecord, name: string): Promise<void> {
    await deleteFile(await this.reach(session), name);
  }

  private mustAllow(way: 'up' | 'down'): void {
    if (!ALLOWED[this.config.files.way].includes(way))
      throw new AppError('FILES_NOT_ALLOWED', {
        detail: `Files do not go ${way === 'up' ? 'into' : 'out of'} desktops here.`,
      });
  }

  private async reach({ id, state }: SessionRecord): Promise<DesktopEndpoint> {
    if (state === 'ended') throw new AppError('SESSION_ENDED');
    const desktop = await this.desktops.endpointOf(id);
    const isElsewhere = desktop?.endpoint.kind === 'unix' && desktop.host !== this.node.host;
    if (!desktop || isElsewhere) throw new AppError('DESKTOP_NOT_READY');
    return desktop.endpoint;
  }

  private record(
    action: AuditAction,
    { id, reference }: SessionRecord,
    by: string,
    bytes: number,
  ): Promise<void> {
    return this.audit.record({ action, actor: by, subject: reference, data: { sessionId: id, bytes } });
  }
}
