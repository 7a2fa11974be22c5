/** X11's Xauth.h: a wild entry fits every address, a local one clients that name the host. */
const FAMILY_WILD = 65_535;
const FAMILY_LOCAL = 256;

const PROTOCOL = 'MIT-MAGIC-COOKIE-1';

/**
 * The bytes of an Xauthority file for display 0. Without one any local uid may open the display.
 * A record: family, then address, display number, protocol and cookie, each with its length; all 16 bit big endian.
 */
export function xauthorityFile(cookie: Buffer, hostname: string): Buffer {
  return Buffer.concat([entry(FAMILY_WILD, '', cookie), entry(FAMILY_LOCAL, hostname, cookie)]);
}

function entry(family: number, address: string, cookie: Buffer): Buffer {
  const fields = [Buffer.from(address), Buffer.from('0'), Buffer.from(PROTOCOL), cookie];
  return Buffer.concat([uint16(family), ...fields.flatMap((field) => [uint16(field.length), field])]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
