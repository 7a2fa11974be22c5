import { createHash } from 'node:crypto';

export interface ListedFile {
  name: string;
  bytes: number;
  modifiedAtMs: number;
}

/** The newest files that fit into an archive of `maxBytes`; a large one among them does not keep the others out. */
export function filesThatFit(files: readonly ListedFile[], maxBytes: number): ListedFile[] {
  let left = maxBytes;
  return files.filter(({ bytes }) => {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
}

/** The same for the same files: names, sizes and times. */
export function fingerprintOf(files: readonly ListedFile[]): string {
  const facts = files.map(({ name, bytes, modifiedAtMs }) => [name, bytes, modifiedAtMs]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
}
