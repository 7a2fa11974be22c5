import { constants } from 'node:fs';
import { lstat, open, readdir, statfs, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

export interface ShownFile {
  name: string;
  bytes: number;
  modifiedAtMs: number;
}

/** More than that is no folder that a person looks through. */
const MOST_FILES = 1_000;
/** A download that Chromium is still at. */
const UNFINISHED = '.crdownload';

/** A name of one file in the folder: no way out of it, and none of the hidden ones. */
export function isFileName(name: string): boolean {
  return name.length > 0 && !name.startsWith('.') && !/[/\0]/.test(name) && Buffer.byteLength(name) <= 255;
}

/** The finished files of the folder, newest first, and what room is left in bytes. */
export async function listFiles(folder: string): Promise<{ files: ShownFile[]; freeBytes: number }> {
  const names = (await readdir(folder)).filter((name) => isFileName(name) && !name.endsWith(UNFINISHED));
  const looks = await Promise.all(names.slice(0, MOST_FILES).map((name) => lookAt(folder, name)));
  const files = looks.flat().sort((one, other) => other.modifiedAtMs - one.modifiedAtMs);
  const { bavail, bsize } = await statfs(folder);
  return { files, freeBytes: bavail * bsize };
}

/** @throws Error of open(2); ENOENT for what is no regular file */
export async function openFile(folder: string, name: string): Promise<{ bytes: number; stream: Readable }> {
  const file = await open(
    path.join(folder, name),
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  );
  const stat = await file.stat();
  if (!stat.isFile()) {
    await file.close();
    throw Object.assign(new Error('not a file'), { code: 'ENOENT' });
  }
  // a file that grows meanwhile is sent as long as was said; one that shrinks breaks the answer off
  const stream = file.createReadStream({ start: 0, end: Math.max(stat.size - 1, 0) });
  return { bytes: stat.size, stream };
}

/** @throws Error of unlink(2) */
export async function deleteFile(folder: string, name: string): Promise<void> {
  await unlink(path.join(folder, name));
}

async function lookAt(folder: string, name: string): Promise<ShownFile[]> {
  try {
    const stat = await lstat(path.join(folder, name));
    return stat.isFile() ? [{ name, bytes: stat.size, modifiedAtMs: Math.round(stat.mtimeMs) }] : [];
  } catch {
    return []; // deleted while we looked
  }
}
