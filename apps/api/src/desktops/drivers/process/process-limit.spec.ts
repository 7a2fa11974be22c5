import { execFile } from 'node:child_process';
import { expect, it } from '@jest/globals';

const MOST = 50;
const AS_NOBODY = ['/usr/bin/setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];

/** As in a desktop's sandbox (sandbox-arguments.ts), without the desktop: how many of `wanted` children come to be. */
function started(wanted: number, before = ''): Promise<number> {
  const line = `${before} /bin/bash -c 'for n in $(seq ${wanted}); do sleep 5 & done; jobs | wc -l; kill $(jobs -p)'`;
  const [command = '', ...args] = [
    ...(process.getuid?.() === 0 ? AS_NOBODY : []), // root is never counted
    ...['/usr/bin/bwrap', '--unshare-user', '--unshare-pid', '--uid', '1000', '--gid', '1000'],
    ...['--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--die-with-parent', '--'],
    ...['/usr/bin/prlimit', `--nproc=${MOST}`, '--', '/bin/bash', '-c', line],
  ];
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 15_000 }, (_error, out) => resolve(Number(out.trim() || 0)));
  });
}

it('holds for each sandbox by itself, although all of them run as one user', async () => {
  expect(await Promise.all([started(40), started(40)])).toEqual([40, 40]);
});

it('is met inside, also from a user namespace below', async () => {
  const [inside, below] = await Promise.all([started(80), started(80, 'unshare --user')]);
  expect(Math.max(inside, below)).toBeLessThan(MOST);
});
