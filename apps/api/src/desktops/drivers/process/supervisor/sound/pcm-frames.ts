import { FRAME_BYTES } from './sound-frame.js';

/** Cuts a stream of samples into frames of 20 ms, however its chunks come. Holds less than one frame. */
export class PcmFrames {
  private readonly frame = Buffer.alloc(FRAME_BYTES);
  private filled = 0;

  /** Calls `onFrame` for each whole frame; its memory is used again for the next. */
  push(chunk: Buffer, onFrame: (frame: Buffer) => void): void {
    for (let taken = 0; taken < chunk.length;) {
      const copied = chunk.copy(this.frame, this.filled, taken);
      taken += copied;
      this.filled += copied;
      if (this.filled < FRAME_BYTES) return;
      this.filled = 0;
      onFrame(this.frame);
    }
  }
}
