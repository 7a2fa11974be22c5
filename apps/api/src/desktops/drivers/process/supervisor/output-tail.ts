import type { Readable } from 'node:stream';

const KEPT_BYTES = 8 * 1024;

/** The last few kilobytes of an output that may go on for a day. */
export class OutputTail {
  private kept = Buffer.alloc(0);

  constructor(output: Readable) {
    output.on('data', (chunk: Buffer) => {
      this.kept = Buffer.concat([this.kept, chunk]).subarray(-KEPT_BYTES);
    });
  }

  toString(): string {
    return this.kept.toString('utf8');
  }
}
