import {
  LENGTH_BYTES,
  MOST_PACKET_BYTES,
  POSITION_BYTES,
} from './drivers/process/supervisor/sound/sound-frame.js';

/**
 * Reads what comes on a sound socket, however it is cut. What it yields is a message of the sound WebSocket: a position
 * in four bytes and a packet, or a position alone. Holds less than one frame.
 */
export class SoundFrames {
  private rest = Buffer.alloc(0);

  /**
   * Its messages are views of `chunk` or of memory of their own: good until the caller uses the chunk's again.
   * @throws Error for a frame that is too short or too long to be one
   */
  *read(chunk: Buffer): Generator<Buffer> {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    while (bytes.length - at >= LENGTH_BYTES) {
      const length = bytes.readUInt16BE(at);
      if (length < POSITION_BYTES || length > POSITION_BYTES + MOST_PACKET_BYTES)
        throw new Error(`a frame of ${length} bytes`);
      const end = at + LENGTH_BYTES + length;
      if (end > bytes.length) break;
      yield bytes.subarray(at + LENGTH_BYTES, end);
      at = end;
    }
    this.rest = Buffer.from(bytes.subarray(at));
  }
}
