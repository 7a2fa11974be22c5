import { expect, it } from '@jest/globals';
import { isAlive } from './process-identity.js';
import type { SandboxFds } from './sandbox-arguments.js';
import type { SandboxCgroup } from './sandbox-cgroup.js';
import { Sandbox } from './sandbox.js';

const NO_CGROUP: SandboxCgroup = { join: [], freezer: { by: 'signals' } };
const FAILURE = { type: 'failed', reason: 'no display' } as const;

/** A namespace with nothing in it but a shell, which runs `script`. */
const shell =
  (script: string) =>
  ({ info, block }: SandboxFds): string[] => [
    ...[
      '--unshare-user',
      '--unshare-pid',
      '--die-with-parent',
      '--ro-bind',
      '/usr',
      '/usr',
      '--proc',
      '/proc',
    ],
    ...['bin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...['--info-fd', String(info), '--block-fd', String(block), '--', '/bin/sh', '-c', script],
  ];

/** Nothing else runs in this process: what a busy machine does to a supervisor. */
const standStill = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

it('says why it failed, however fast that was and however slow its supervisor is', async () => {
  const starting = Sandbox.start(NO_CGROUP, shell(`echo '${JSON.stringify(FAILURE)}'; echo oh dear >&2`));
  await new Promise(setImmediate);
  standStill(500);
  const sandbox = await starting;
  const reports: unknown[] = [];
  sandbox.onReport((report) => reports.push(report));
  await sandbox.gone();
  expect(reports).toEqual([FAILURE]);
  expect(String(sandbox.complaints)).toBe('oh dear\n');
});

it('that cannot be made says what bubblewrap says', async () => {
  const starting = Sandbox.start(NO_CGROUP, () => ['--what-is-this']);
  await expect(starting).rejects.toThrow('bubblewrap made no sandbox: bwrap: Unknown option --what-is-this');
});

it('that is given up half made keeps what bubblewrap says, whether it was seen alive or not', async () => {
  const mounts = ['--ro-bind', '/nowhere', '/usr'];
  const starting = Sandbox.start(NO_CGROUP, (fds) => [...mounts, ...shell('true')(fds)]);
  const complaints = await starting.then(async (sandbox) => {
    sandbox.onReport(() => {});
    await sandbox.gone();
    return sandbox.complaints;
  }, String);
  expect(String(complaints)).toContain('/nowhere');
});

it('is gone once it was killed', async () => {
  const sandbox = await Sandbox.start(NO_CGROUP, shell('sleep 1000'));
  sandbox.onReport(() => {});
  expect(isAlive(sandbox.first)).toBe(true);
  sandbox.kill();
  await sandbox.gone();
  expect(isAlive(sandbox.first)).toBe(false);
});
