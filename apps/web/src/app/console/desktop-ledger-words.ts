import type { DesktopAccount, DesktopPhase, DesktopVerdict, TraceCounts, TraceKind } from '#contracts';

export const PHASE_LABELS: Record<DesktopPhase, string> = {
  starting: 'Starting',
  warm: 'Warm',
  ready: 'In use',
  lost: 'Lost',
  ending: 'Ending',
};

export const VERDICT_LABELS: Record<DesktopVerdict, string> = {
  kept: 'As expected',
  missing: 'Something is missing',
  orphan: 'Nobody owns it',
};

const KIND_NAMES: Record<TraceKind, [one: string, many: string]> = {
  process: ['process', 'processes'],
  socket: ['socket', 'sockets'],
  mount: ['mount', 'mounts'],
  namespace: ['namespace', 'namespaces'],
  cgroup: ['control group', 'control groups'],
  file: ['folder', 'folders'],
  user: ['user', 'users'],
  container: ['container', 'containers'],
};

/** The order in which the console names them: `TraceKind` is the contract's. */
const KINDS = Object.keys(KIND_NAMES) as TraceKind[];

/** `14 processes` */
export function kindCount(kind: TraceKind, count: number): string {
  const [one, many] = KIND_NAMES[kind];
  return `${count} ${count === 1 ? one : many}`;
}

/** `14 processes, 4 sockets`; undefined when there is nothing. */
export function countWords(counts: TraceCounts): string | undefined {
  const words = KINDS.flatMap((kind) => {
    const count = counts[kind] ?? 0;
    return count > 0 ? [kindCount(kind, count)] : [];
  });
  return words.length > 0 ? words.join(', ') : undefined;
}

/** What of a desktop there should be more of: `0 of at least 4 sockets`. */
export function missingWords({ expected, found }: Pick<DesktopAccount, 'expected' | 'found'>): string[] {
  return KINDS.flatMap((kind) => {
    const [least, there] = [expected[kind] ?? 0, found[kind] ?? 0];
    return there < least ? [`${there} of at least ${kindCount(kind, least)}`] : [];
  });
}
