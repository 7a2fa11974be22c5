import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isStopped, processTree } from './process-tree.js';
import type { FreezerSpec } from './sandbox-cgroup.js';

/** Stops everything in a sandbox where it stands, and lets it go on. Both resolve when it is so, and may be repeated. */
export interface Freezer {
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Ends everything in the sandbox, frozen or not. */
  kill(): void;
}

const WITHIN_MS = 2_000; // measured: 1 to 12 ms
const LOOK_EVERY_MS = 1;

const FILES = {
  'cgroup-v1': { order: 'freezer.state', state: 'freezer.state', words: { true: 'FROZEN', false: 'THAWED' } },
  'cgroup-v2': { order: 'cgroup.freeze', state: 'cgroup.events', words: { true: '1', false: '0' } },
} as const;

const STATE = { 'cgroup-v1': /^FROZEN$/m, 'cgroup-v2': /^frozen 1$/m } as const;

/** `first` is the first process of the sandbox's pid namespace, whose death is the death of all. */
export function createFreezer(spec: FreezerSpec, first: number): Freezer {
  return spec.by === 'signals' ? signalFreezer(first) : cgroupFreezer(spec.by, spec.folder, first);
}

function cgroupFreezer(by: 'cgroup-v1' | 'cgroup-v2', folder: string, first: number): Freezer {
  const { order, state, words } = FILES[by];
  const say = (word: string) => writeFileSync(path.join(folder, order), word);
  const isFrozen = () => STATE[by].test(readFileSync(path.join(folder, state), 'utf8'));
  const become = async (frozen: boolean) => {
    say(words[`${frozen}`]);
    await until(() => isFrozen() === frozen);
  };
  return {
    freeze: () => become(true),
    thaw: () => become(false),
    kill: () => {
      signal(first, 'SIGKILL');
      if (by === 'cgroup-v2') writeFileSync(path.join(folder, 'cgroup.kill'), '1');
      else say(words.false); // a v1-frozen process dies only when it is thawed
    },
  };
}

function signalFreezer(first: number): Freezer {
  const tell = (name: NodeJS.Signals) => {
    for (const pid of processTree(first)) signal(pid, name);
  };
  return {
    // again until none is left: one that was just being started is stopped in the next round
    freeze: () =>
      until(() => {
        tell('SIGSTOP');
        return processTree(first).every(isStopped);
      }),
    thaw: async () => tell('SIGCONT'),
    kill: () => signal(first, 'SIGKILL'),
  };
}

async function until(holds: () => boolean): Promise<void> {
  const giveUpAtMs = performance.now() + WITHIN_MS;
  while (!holds()) {
    if (performance.now() > giveUpAtMs) throw new Error('the sandbox does not change its state');
    await setTimeout(LOOK_EVERY_MS);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it is gone
  }
}
