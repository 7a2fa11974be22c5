/** The longest head of a frame that a server sends: RFC 6455 5.2, two bytes and eight of length. */
export const HEAD_ROOM = 10;

const FINAL_BINARY = 0x82;
const LENGTH_IN_TWO = 126;
const LENGTH_IN_EIGHT = 127;

/**
 * Makes one binary frame of the `length` bytes that begin at `HEAD_ROOM` of `memory`: writes its head directly in front
 * of them, so that both leave in one piece and nothing is copied. Valid as long as the memory is.
 */
export function frameInPlace(memory: Buffer, length: number): Buffer {
  const begin = HEAD_ROOM - headBytes(length);
  memory[begin] = FINAL_BINARY;
  if (length < LENGTH_IN_TWO) memory[begin + 1] = length;
  else if (length < 0x1_0000) {
    memory[begin + 1] = LENGTH_IN_TWO;
    memory.writeUInt16BE(length, begin + 2);
  } else {
    memory[begin + 1] = LENGTH_IN_EIGHT;
    memory.writeUInt32BE(0, begin + 2); // no memory of ours is longer than 4 GiB
    memory.writeUInt32BE(length, begin + 6);
  }
  return memory.subarray(begin, HEAD_ROOM + length);
}

function headBytes(length: number): number {
  if (length < LENGTH_IN_TWO) return 2;
  return length < 0x1_0000 ? 4 : HEAD_ROOM;
}
