import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * The lines of a stream. What goes wrong with the stream is heard where it is held: readline repeats its errors, and
 * with nobody listening here each would be an uncaught exception.
 */
export function linesOf(input: Readable): Interface {
  return createInterface({ input }).on('error', () => {});
}
