import { describe, expect, it } from '@jest/globals';
import { desktopFolder } from './desktop-folder.js';
import { sandboxArguments } from './sandbox-arguments.js';

const folder = desktopFolder('/run/oda/desktops/x');
const memoryBytes = 1024;
const words = sandboxArguments({
  ...{ folder, node: '/n/node', init: '/d/init', settings: { a: 1 } },
  ...{ fds: { info: 3, block: 4 }, memoryBytes, pids: 500 },
});
const after = (option: string) =>
  words.flatMap((word, i) => (word === option ? [words.slice(i + 1, i + 3)] : []));

describe('the sandbox', () => {
  it.each(['user', 'pid', 'net', 'ipc', 'uts', 'cgroup-try'])('has a %s namespace of its own', (name) => {
    expect(words).toContain(`--unshare-${name}`);
  });

  it('keeps no capability, no environment, no terminal, and dies with its supervisor', () => {
    expect(after('--cap-drop')).toEqual([['ALL', '--new-session']]);
    expect(words).toEqual(expect.arrayContaining(['--clearenv', '--new-session', '--die-with-parent']));
    expect(words).not.toContain('--setenv');
  });

  it('shares one folder with the host, and that is the sockets', () => {
    expect(after('--bind')).toEqual([['/run/oda/desktops/x/sockets', '/run/sockets']]);
    expect(words).not.toContain('--bind-try');
    expect(words).not.toContain('--dev-bind');
  });

  it('sees nothing of /etc that names users, hosts or secrets', () => {
    const shown = [...after('--ro-bind-try'), ...after('--ro-bind')].map(([host = '']) => host);
    expect(shown.filter((path) => /passwd|shadow|group|hosts|resolv|machine-id|ssh/.test(path))).toEqual([]);
    expect(shown).not.toContain('/etc');
  });

  it('has memory left for programs when every file system but the one for sockets is full', () => {
    const sizes = after('--size').map(([bytes]) => Number(bytes));
    const files = sizes.slice(0, 3).reduce((sum, bytes) => sum + bytes, 0);
    expect(files).toBeLessThanOrEqual(memoryBytes * 0.7);
  });

  it('bounds processes and what one of them takes also without a cgroup', () => {
    expect(words).toEqual(expect.arrayContaining(['/usr/bin/prlimit', '--nproc=500', '--data=1024']));
  });

  it('writes only where there is a size', () => {
    const places = after('--tmpfs').map(([path]) => path);
    expect(places).toEqual(['/dev/shm', '/tmp', '/home/desktop', '/run/desktop']);
    expect(after('--size')).toHaveLength(places.length);
    expect(after('--remount-ro')).toEqual([['/', '--chdir']]);
  });
});
