import { expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ByteLimit } from './byte-limit.js';

const chunks = () => Readable.from([Buffer.alloc(600), Buffer.alloc(400)]);

it('lets through what fits, and counts it', async () => {
  const limit = new ByteLimit(1_000);
  expect((await buffer(chunks().pipe(limit))).length).toBe(1_000);
  expect(limit.passed).toBe(1_000);
});

it('fails at the first byte beyond, also of a body that did not say how long it is', async () => {
  const limit = new ByteLimit(999);
  let through = 0;
  limit.on('data', (chunk: Buffer) => (through += chunk.length));
  await expect(pipeline(chunks(), limit)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  expect(through).toBe(600);
});
