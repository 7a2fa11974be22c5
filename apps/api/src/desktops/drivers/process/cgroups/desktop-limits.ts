import type { Control } from './cgroup-layout.js';

/** The most a desktop may take, everything of it together: its browser, its display, its files, its gate. */
export interface DesktopLimits {
  memoryBytes: number;
  /** Processors, or a part of one: 1.5. */
  cpus: number;
  /** Processes and threads. */
  pids: number;
}

const PERIOD_US = 100_000;

type Settings = (limits: DesktopLimits) => [file: string, value: string][];

const quotaUs = ({ cpus }: DesktopLimits) => String(Math.round(cpus * PERIOD_US));

/** The file and word that take the limit of processors back: what dies behind it dies late, and the supervisor with it. */
export const ALL_PROCESSORS: Record<1 | 2, [file: string, value: string]> = {
  1: ['cpu.cfs_quota_us', '-1'],
  2: ['cpu.max', 'max'],
};

/** What is written where, by version of the hierarchy (Documentation/admin-guide/cgroup-v1, cgroup-v2). */
export const LIMIT_FILES: Record<1 | 2, Record<Control, Settings>> = {
  1: {
    memory: ({ memoryBytes }) => [['memory.limit_in_bytes', String(memoryBytes)]],
    cpu: (limits) => [
      ['cpu.cfs_period_us', String(PERIOD_US)],
      ['cpu.cfs_quota_us', quotaUs(limits)],
    ],
    pids: ({ pids }) => [['pids.max', String(pids)]],
    freezer: () => [],
  },
  2: {
    memory: ({ memoryBytes }) => [['memory.max', String(memoryBytes)]],
    cpu: (limits) => [['cpu.max', `${quotaUs(limits)} ${PERIOD_US}`]],
    pids: ({ pids }) => [['pids.max', String(pids)]],
    freezer: () => [],
  },
};
