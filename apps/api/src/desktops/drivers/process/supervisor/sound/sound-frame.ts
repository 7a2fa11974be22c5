/** What a desktop's display of sounds plays, and what is encoded: 16 bits, little-endian, two channels. */
export const SAMPLES_PER_SECOND = 48_000;
export const CHANNELS = 2;
/** 20 ms, the frame that RFC 6716 2.1.4 calls the best for most uses. */
export const FRAME_SAMPLES = 960;
export const FRAME_BYTES = FRAME_SAMPLES * CHANNELS * 2;

/** RFC 6716 3.4: the longest frame, and each of our packets is one. */
export const MOST_PACKET_BYTES = 1_275;
export const POSITION_BYTES = 4;
export const LENGTH_BYTES = 2;

/**
 * One packet as it travels on a sound socket: the length of what follows in two bytes, the position of its first sample
 * in four (it wraps), the packet; big-endian. Without a packet it says that nothing is to be heard until there. The memory
 * is the frame's alone, so that it can be handed over.
 */
export function soundFrame(position: number, packet: Uint8Array = new Uint8Array(0)): Buffer {
  const frame = Buffer.allocUnsafeSlow(LENGTH_BYTES + POSITION_BYTES + packet.length);
  frame.writeUInt16BE(POSITION_BYTES + packet.length, 0);
  frame.writeUInt32BE(position % 2 ** 32, LENGTH_BYTES);
  frame.set(packet, LENGTH_BYTES + POSITION_BYTES);
  return frame;
}
