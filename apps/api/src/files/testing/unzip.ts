import { inflateRawSync } from 'node:zlib';

/** APPNOTE.TXT 4.3.12: the signature of an entry of the central directory. */
const CENTRAL_ENTRY = Buffer.from('504b0102', 'hex');

/** Names and texts of a small ZIP archive, read as its central directory has them. */
export function unzip(archive: Buffer): Record<string, string> {
  const texts: Record<string, string> = {};
  for (let at = archive.indexOf(CENTRAL_ENTRY); at !== -1; at = archive.indexOf(CENTRAL_ENTRY, at + 46)) {
    const packedBytes = archive.readUInt32LE(at + 20);
    const name = archive.subarray(at + 46, at + 46 + archive.readUInt16LE(at + 28)).toString();
    const local = archive.readUInt32LE(at + 42);
    // 4.3.7: the local header has lengths of its own for name and extra field
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + packedBytes);
    texts[name] = (archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes).toString();
  }
  return texts;
}
