import { readFile, statfs } from 'node:fs/promises';

const MIN_DISK_BYTES = 1_073_741_824;
const MIN_MEMORY_BYTES = 268_435_456;

/** @throws when less than 1 GiB is left where the process runs */
export async function diskLeft(): Promise<{ freeBytes: number }> {
  const { bavail, bsize } = await statfs('.');
  const freeBytes = bavail * bsize;
  if (freeBytes < MIN_DISK_BYTES) throw new Error(`only ${freeBytes} bytes of disk are left`);
  return { freeBytes };
}

/** MemAvailable of the host, which is what a new desktop needs. @throws below 256 MiB */
export async function memoryLeft(): Promise<{ availableBytes: number; rssBytes: number }> {
  const availableKib = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
  const availableBytes = Number(availableKib ?? Number.NaN) * 1_024;
  if (availableBytes < MIN_MEMORY_BYTES) throw new Error(`only ${availableBytes} bytes of memory are left`);
  return { availableBytes, rssBytes: process.memoryUsage.rss() };
}
