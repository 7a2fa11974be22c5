import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const MOST_OF_A_NAME = 100;

/**
 * Writes what comes to a hidden file and gives it its name only when it is whole: nobody sees half a file, and one that
 * is there already is not overwritten but stands beside `name (1)`.
 * @throws Error of open(2), write(2) or a connection that broke
 */
export async function receiveFile(from: Readable, folder: string, name: string): Promise<{ name: string }> {
  const unfinished = path.join(folder, `.upload-${randomBytes(8).toString('hex')}`);
  try {
    await pipeline(from, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }));
    return { name: await giveName(unfinished, folder, name) };
  } finally {
    await unlink(unfinished).catch(() => {}); // it never came to be
  }
}

async function giveName(file: string, folder: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let n = 0; n < MOST_OF_A_NAME; n += 1) {
    const free = n === 0 ? name : `${stem} (${n})${ext}`;
    try {
      await link(file, path.join(folder, free));
      return free;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw Object.assign(new Error('too many files of that name'), { code: 'EEXIST' });
}
