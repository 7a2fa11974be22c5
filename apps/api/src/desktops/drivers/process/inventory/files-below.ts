import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

export interface FoundFile {
  path: string;
  isSocket: boolean;
  bytes: number;
  uid: number;
}

/** Everything in a folder, the folder itself first; nothing when it is not there. Links are not followed. */
export function filesBelow(folder: string): FoundFile[] {
  return [folder, ...entriesOf(folder, true)].flatMap(look);
}

/** One level only: what a desktop left in a folder that others use too. */
export function filesIn(folder: string): FoundFile[] {
  return entriesOf(folder, false).flatMap(look);
}

function entriesOf(folder: string, recursive: boolean): string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' }).map((name) => path.join(folder, name));
  } catch {
    return []; // gone since it was listed
  }
}

function look(file: string): FoundFile[] {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found === undefined
    ? []
    : [{ path: file, isSocket: found.isSocket(), bytes: found.blocks * 512, uid: found.uid }];
}
