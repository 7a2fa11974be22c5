import { MAX_FILE_NAME_BYTES } from '#contracts';

/** What no name of a file has on one system or another: control characters, path separators, Windows' wildcards. */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]/gu;
/** Room for ` (99)`, should the name be taken. */
const MAX_BYTES = MAX_FILE_NAME_BYTES - 5;
const NAMELESS = 'file';

/**
 * The name a file gets in the desktop, from whatever the person's computer called it: no path, nothing hidden, nothing
 * that reads otherwise than it is written (text direction marks), short enough, its extension kept.
 */
export function safeFileName(name: string): string {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replace(FORBIDDEN, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return shortened(clean) || NAMELESS;
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= 20 ? name.slice(dot) : '';
  const characters = Array.from(name.slice(0, name.length - extension.length));
  while (Buffer.byteLength(characters.join('') + extension) > MAX_BYTES) characters.pop();
  return characters.join('').trimEnd() + extension;
}
