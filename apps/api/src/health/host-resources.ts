import { statfs } from 'node:fs/promises';

const MIN_DISK_BYTES = 1_073_741_824;
const MIN_MEMORY_BYTES = 268_435_456;

/** @throws when less than 1 GiB is left where the process runs */
export async function diskLeft(): Promise<{ freeBytes: number }> {
  const { bavail, bsize } = await statfs('.');
  const freeBytes = bavail * bsize;
  if (freeBytes < MIN_DISK_BYTES) throw new Error(`only ${freeBytes} bytes of disk are left`);
  return { freeBytes };
}

/** What a new desktop could have: the host's, or what is left below a container's limit. @throws below 256 MiB */
export async function memoryLeft(): Promise<{ availableBytes: number; rssBytes: number }> {
  const availableBytes = process.availableMemory();
  if (availableBytes < MIN_MEMORY_BYTES) throw new Error(`only ${availableBytes} bytes of memory are left`);
  return { availableBytes, rssBytes: process.memoryUsage.rss() };
}
