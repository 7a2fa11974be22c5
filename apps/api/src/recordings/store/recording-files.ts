import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, rmdir, stat, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';

/** Names a recording's folder: both ids are ours, never a client's words. */
export interface RecordingPlace {
  readonly sessionId: string;
  readonly id: string;
}

/** Files of recordings: DATA_DIR/recordings/SESSION/RECORDING/N.seg, for nobody but this user. */
@Injectable()
export class RecordingFiles {
  private readonly root: string;

  constructor({ server }: AppConfig) {
    this.root = path.join(server.dataDir, 'recordings');
  }

  /** A new file. @throws EEXIST: a segment is written once */
  async create(place: RecordingPlace, n: number): Promise<FileHandle> {
    await mkdir(this.folderOf(place), { recursive: true, mode: 0o700 });
    return open(this.fileOf(place, n), 'wx', 0o600);
  }

  /** As it is now; undefined when it is not kept here. */
  async read(place: RecordingPlace, n: number): Promise<{ bytes: ReadStream; length: number } | undefined> {
    const file = this.fileOf(place, n);
    const length = (await stat(file).catch(() => undefined))?.size;
    return length ? { bytes: createReadStream(file, { end: length - 1 }), length } : undefined;
  }

  fileOf(place: RecordingPlace, n: number): string {
    return path.join(this.folderOf(place), `${n}.seg`);
  }

  async remove(place: RecordingPlace): Promise<void> {
    await rm(this.folderOf(place), { recursive: true, force: true });
  }

  /** Every recording that has a folder here; folders of sessions that are empty go on the way. */
  async here(): Promise<RecordingPlace[]> {
    const places: RecordingPlace[] = [];
    for (const sessionId of await namesIn(this.root)) {
      const ids = await namesIn(path.join(this.root, sessionId));
      places.push(...ids.map((id) => ({ sessionId, id })));
      if (ids.length === 0) await rmdir(path.join(this.root, sessionId)).catch(() => {}); // one begins just now
    }
    return places;
  }

  /** What is free where recordings lie. */
  async freeBytes(): Promise<number> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.root);
    return bavail * bsize;
  }

  private folderOf({ sessionId, id }: RecordingPlace): string {
    return path.join(this.root, sessionId, id);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []); // it is not there: nothing is in it
}
