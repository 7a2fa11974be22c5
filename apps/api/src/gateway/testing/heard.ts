import { closePayload, OPCODE } from './raw-frame.js';

const NAMES = new Map<number, string>(Object.entries(OPCODE).map(([name, opcode]) => [opcode, name]));

/** What a server said, one line a frame, to be compared with what `heard()` finds. */
export const said = {
  text: (payload: Buffer | string) => line(OPCODE.text, payload),
  binary: (payload: Buffer | string) => line(OPCODE.binary, payload),
  pong: (payload: Buffer | string = '') => line(OPCODE.pong, payload),
  close: (code: number, reason: Buffer | string = '') => line(OPCODE.close, closePayload(code, reason)),
  closeWithoutCode: () => line(OPCODE.close, ''),
};

/** The frames in a server's bytes. Throws where the server itself breaks RFC 6455 5.1 and 5.2, or stops inside a frame. */
export function heard(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes.readUInt8(at);
    const short = bytes.readUInt8(at + 1);
    if ((first & 0xf0) !== 0x80) throw new Error('a server frame that is a fragment or has reserved bits');
    if (short & 0x80) throw new Error('a masked server frame');
    at += 2;
    let length = short;
    if (short === 126) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (short === 127) {
      length = Number(bytes.readBigUInt64BE(at));
      at += 8;
    }
    if (at + length > bytes.length) throw new Error('the server stopped inside a frame');
    lines.push(line(first & 0x0f, bytes.subarray(at, at + length)));
    at += length;
  }
  return lines;
}

function line(opcode: number, payload: Buffer | string): string {
  return `${NAMES.get(opcode) ?? opcode} ${Buffer.from(payload).toString('hex')}`.trimEnd();
}
