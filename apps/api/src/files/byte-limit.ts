import { Transform, type TransformCallback } from 'node:stream';
import { AppError } from '../kernel/app-error.js';

/** Lets so many bytes through and fails with PAYLOAD_TOO_LARGE at the first beyond: a body need not say its length. */
export class ByteLimit extends Transform {
  passed = 0;

  constructor(private readonly maxBytes: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.passed += chunk.length;
    if (this.passed > this.maxBytes) done(tooLarge(this.maxBytes));
    else done(null, chunk);
  }
}

export function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.floor(maxBytes / 1024 ** 2);
  return new AppError('PAYLOAD_TOO_LARGE', { detail: `A file may have ${megabytes} MiB.` });
}
