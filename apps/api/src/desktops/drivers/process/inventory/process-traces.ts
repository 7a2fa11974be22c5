import path from 'node:path';
import type { Trace } from '../../../trace.js';
import type { OwnedProcess } from './owned-process.js';

/** `pid.startTime`, so that a pid that is used again is another trace. */
export function processTraces(owned: readonly OwnedProcess[]): Trace[] {
  return owned.map(({ pid, startTime, desktopId, arguments: [program = ''] }) => ({
    kind: 'process',
    id: `${pid}.${startTime}`,
    desktopId,
    label: path.basename(program.split(' ')[0] ?? ''), // Chromium writes its whole line into the first argument
  }));
}
