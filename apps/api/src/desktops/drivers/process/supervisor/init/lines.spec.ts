import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { linesOf } from './lines.js';

it('leaves errors to whoever holds the stream', async () => {
  const stream = new PassThrough();
  const lines = linesOf(stream);
  const line = once(lines, 'line');
  stream.write('one\n');
  expect(await line).toEqual(['one']);

  const failed = new Promise<Error>((resolve) => stream.once('error', resolve));
  stream.destroy(new Error('read ECONNRESET'));
  expect((await failed).message).toBe('read ECONNRESET');
});
