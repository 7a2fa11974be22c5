import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { DesktopEndpoint } from '../../desktops/desktop-endpoint.js';
import { readFile } from '../desktop-files-link.js';
import { safeFileName } from '../file-name.js';
import type { ListedFile } from './which-files.js';

/**
 * Writes the files of a desktop into one ZIP archive at `path`, whole or not at all: what was there stays until the new
 * one is complete. One file after the other, none of them in memory. A file that is deleted meanwhile is left out.
 * @throws AppError DESKTOP_NOT_READY, or the error of the disk
 */
export async function packFiles(
  endpoint: DesktopEndpoint,
  files: readonly ListedFile[],
  path: string,
): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const zip = new ZipFile();
  const writing = pipeline(zip.outputStream, createWriteStream(unfinished, { mode: 0o600 }));
  try {
    const names = new Set<string>();
    for (const { name, modifiedAtMs } of files) {
      await Promise.race([writing, add(zip, endpoint, name, freeName(name, names), new Date(modifiedAtMs))]);
    }
    zip.end();
    await writing;
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function add(
  zip: ZipFile,
  endpoint: DesktopEndpoint,
  name: string,
  as: string,
  mtime: Date,
): Promise<void> {
  const { stream } = await readFile(endpoint, name);
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject).once('close', resolve);
    zip.addReadStream(stream, as, { mtime });
  });
}

/** Programs in the desktop name files as they like: what an archive holds is safe to unpack anywhere. */
function freeName(name: string, taken: Set<string>): string {
  const safe = safeFileName(name);
  let free = safe;
  for (let n = 1; taken.has(free.toLowerCase()); n += 1) free = `${n}-${safe}`;
  taken.add(free.toLowerCase());
  return free;
}
