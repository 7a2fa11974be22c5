import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds that a process has had of a processor: `schedstat` of its threads, which counts nanoseconds. */
export function processorMs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [nanoseconds = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1e6;
  }, 0);
}
