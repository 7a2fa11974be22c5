import os from 'node:os';
import { expect, it } from '@jest/globals';
import { droppableBytes, HostMemory, totalMemory } from './host-memory.js';

it('reads what files below a limit could be dropped, of v1 with the groups below, and of v2', () => {
  const v1 = 'inactive_file 1\ntotal_cache 9\ntotal_inactive_file 4096\n';
  expect(droppableBytes(v1)).toBe(4_096);
  expect(droppableBytes('anon 5\ninactive_file 8192\nactive_file 3\n')).toBe(8_192);
  expect(droppableBytes('')).toBe(0);
});

it('finds some memory here, and never more than there is', () => {
  const available = new HostMemory().availableBytes();
  expect(available).toBeGreaterThan(0);
  expect(available).toBeLessThanOrEqual(totalMemory());
  expect(totalMemory()).toBeLessThanOrEqual(os.totalmem());
});
