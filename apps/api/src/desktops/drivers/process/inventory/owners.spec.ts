import { describe, expect, it } from '@jest/globals';
import type { HostProcess } from './host-process.js';
import { desktopOfPath, ownersOf } from './owners.js';

const ROOT = '/run/onedollaragent/instance/desktops';
const A = '0e8f1c2a-5b7d-4c3e-9a1f-00000000000a';
const B = '0e8f1c2a-5b7d-4c3e-9a1f-00000000000b';

const process = (pid: number, parent: number, ...args: string[]): HostProcess => ({
  pid,
  parent,
  startTime: String(pid),
  arguments: args,
});
const everybody = () => true;

describe('whose a path is', () => {
  it.each([
    [`${ROOT}/${A}`, A],
    [`${ROOT}/${A}/sockets/rfb.sock`, A],
    [ROOT, null],
    [`${ROOT}-other/${A}`, null],
    [`/run/onedollaragent/neighbour/desktops/${A}`, null],
    [`${ROOT}/../desktops/${A}`, null],
    [`${ROOT}/not-an-id/rfb.sock`, null],
  ])('%s', (file, desktopId) => {
    expect(desktopOfPath(ROOT, file)).toBe(desktopId);
  });
});

describe('whose a process is', () => {
  it('is decided by the folder it was told, for it and all below it', () => {
    const owners = ownersOf(
      [
        process(1, 0, 'init'),
        process(10, 1, 'node', 'main.js', `${ROOT}/${A}`),
        process(11, 10, 'bwrap', '--bind', `${ROOT}/${A}/sockets`, '/run/sockets'),
        process(12, 11, 'chromium'),
      ],
      ROOT,
      everybody,
    );
    expect(Object.fromEntries(owners)).toEqual({ 10: A, 11: A, 12: A });
  });

  it('is not what a program inside another desktop claims', () => {
    const owners = ownersOf(
      [process(10, 1, 'node', 'main.js', `${ROOT}/${A}`), process(11, 10, 'sh', `${ROOT}/${B}`)],
      ROOT,
      everybody,
    );
    expect(owners.get(11)).toBe(A);
  });

  it('is not that of who only looks: a file of the folder, another user, another instance', () => {
    const owners = ownersOf(
      [
        process(10, 1, 'tail', '-f', `${ROOT}/${A}/log`),
        process(11, 1, 'ls', `${ROOT}/${A}`),
        process(12, 1, 'node', 'main.js', `/run/onedollaragent/neighbour/desktops/${A}`),
      ],
      ROOT,
      (pid) => pid !== 11,
    );
    expect([...owners]).toEqual([]);
  });

  it('survives a chain of pids that were used again while they were read', () => {
    expect([...ownersOf([process(5, 6, 'a'), process(6, 5, 'b')], ROOT, everybody)]).toEqual([]);
  });
});
