import { expect, it } from '@jest/globals';
import { layoutOf, readHierarchies } from './cgroup-layout.js';

const V1_MOUNTS = `tmpfs /sys/fs/cgroup tmpfs rw 0 0
cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,nosuid,cpu,cpuacct 0 0
cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0
cgroup /sys/fs/cgroup/freezer cgroup rw,freezer 0 0
cgroup /sys/fs/cgroup/systemd cgroup rw,name=systemd 0 0`;
const V1_GROUPS = '9:name=systemd:/\n5:freezer:/\n4:memory:/service/a:b\n2:cpu,cpuacct:/service\n';

it('finds the controllers of v1, mounted together or alone, and where this process is in each', () => {
  const found = readHierarchies(V1_MOUNTS, V1_GROUPS);
  expect(found).toEqual([
    { version: 1, mount: '/sys/fs/cgroup/freezer', group: '/', controls: ['freezer'] },
    { version: 1, mount: '/sys/fs/cgroup/memory', group: '/service/a:b', controls: ['memory'] },
    { version: 1, mount: '/sys/fs/cgroup/cpu,cpuacct', group: '/service', controls: ['cpu'] },
  ]);
  expect(layoutOf(found)).toBe('v1');
});

it('tells a v2 tree beside v1 hierarchies from one that stands alone', () => {
  const beside = readHierarchies(
    `${V1_MOUNTS}\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0`,
    `${V1_GROUPS}0::/\n`,
  );
  expect(layoutOf(beside)).toBe('hybrid');
  const alone = readHierarchies(
    'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0',
    '0::/system.slice/onedollaragent.service\n',
  );
  expect(alone).toEqual([
    {
      version: 2,
      mount: '/sys/fs/cgroup',
      group: '/system.slice/onedollaragent.service',
      controls: ['freezer'],
    },
  ]);
  expect(layoutOf(alone)).toBe('v2');
});

it('finds none where nothing is mounted', () => {
  expect(layoutOf(readHierarchies('proc /proc proc rw 0 0', V1_GROUPS))).toBe('none');
  expect(layoutOf(readHierarchies('', ''))).toBe('none');
});
