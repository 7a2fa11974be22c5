/** RFC 6455 5.2: opcodes. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** RFC 6455 5.7: the key of its examples. */
const MASKING_KEY = Buffer.from('37fa213d', 'hex');

export interface FrameSpec {
  opcode: number;
  payload?: Buffer | string;
  /** False for all but the last frame of a message. */
  fin?: boolean;
  /** RSV1-3 as a number: 4 is RSV1, 2 is RSV2, 1 is RSV3. */
  rsv?: number;
  masked?: boolean;
  /** What the header says the payload has, when that is not the truth. */
  declaredBytes?: bigint;
}

/** A client's frame, byte for byte as asked, so also one that no WebSocket library would write. */
export function frame({
  opcode,
  payload = '',
  fin = true,
  rsv = 0,
  masked = true,
  declaredBytes,
}: FrameSpec) {
  const data = Buffer.from(payload);
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const length = lengthField(declaredBytes ?? BigInt(data.length));
  if (!masked) return Buffer.concat([Buffer.of(first), length, data]);
  length[0] = length.readUInt8(0) | 0x80;
  const covered = data.map((byte, at) => byte ^ MASKING_KEY.readUInt8(at % 4));
  return Buffer.concat([Buffer.of(first), length, MASKING_KEY, covered]);
}

/** The same payload as one message of frames of at most `frameBytes`. */
export function fragmented(opcode: number, payload: Buffer | string, frameBytes: number): Buffer[] {
  const data = Buffer.from(payload);
  const count = Math.max(1, Math.ceil(data.length / frameBytes));
  return Array.from({ length: count }, (_, n) =>
    frame({
      opcode: n === 0 ? opcode : OPCODE.continuation,
      payload: data.subarray(n * frameBytes, (n + 1) * frameBytes),
      fin: n === count - 1,
    }),
  );
}

/** RFC 6455 5.5.1: a code in two bytes, then the reason. */
export function closePayload(code: number, reason: Buffer | string = ''): Buffer {
  return Buffer.concat([Buffer.of(code >> 8, code & 0xff), Buffer.from(reason)]);
}

/** The shortest of the three forms of RFC 6455 5.2 that holds the length. */
function lengthField(bytes: bigint): Buffer {
  if (bytes < 126n) return Buffer.of(Number(bytes));
  const wide = bytes > 0xffffn;
  const field = Buffer.alloc(wide ? 9 : 3);
  field[0] = wide ? 127 : 126;
  if (wide) field.writeBigUInt64BE(bytes, 1);
  else field.writeUInt16BE(Number(bytes), 1);
  return field;
}
