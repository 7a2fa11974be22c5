import { expect, it } from '@jest/globals';
import { desktopFolder } from '../process/supervisor/desktop-folder.js';
import { desktopContainer } from './desktop-container.js';

const MIB = 1024 ** 2;
const { HostConfig: host, ...container } = desktopContainer({
  desktopId: 'an-id',
  instance: 'ours',
  image: 'onedollaragent-desktop',
  folder: desktopFolder('/run/x/desktops/an-id'),
  owner: { uid: 300_005, gid: 300_005 },
  limits: { memoryBytes: 1024 * MIB, cpus: 1.5, pids: 500 },
  seccomp: '{"defaultAction":"SCMP_ACT_ERRNO"}',
  settings: { startUrl: 'http://start.localhost/' },
});

it('has no network, no capability, no way to more, and nothing to write to without a size', () => {
  expect(host).toMatchObject({
    NetworkMode: 'none',
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges', 'seccomp={"defaultAction":"SCMP_ACT_ERRNO"}'],
    IpcMode: 'private',
  });
  expect(host).not.toHaveProperty('Privileged');
  for (const options of Object.values(host?.Tmpfs as Record<string, string>)) {
    expect(options).toMatch(/nosuid,nodev,size=\d+\b/);
  }
});

it('is held to what a desktop may take, swap included', () => {
  expect(host).toMatchObject({
    ...{ Memory: 1024 * MIB, MemorySwap: 1024 * MIB, NanoCpus: 1_500_000_000, PidsLimit: 500 },
  });
});

it('runs as the owner of its folder, and sees of the folder two parts, one of them read-only', () => {
  expect(container.User).toBe('300005:300005');
  expect(host?.Mounts).toEqual([
    { Type: 'bind', Source: '/run/x/desktops/an-id/sockets', Target: '/run/sockets' },
    { Type: 'bind', Source: '/run/x/desktops/an-id/given', Target: '/run/given', ReadOnly: true },
  ]);
});

it('says whose it is, leaves no log, and is removed when it ends', () => {
  expect(container.Labels).toEqual({ 'onedollaragent.instance': 'ours', 'onedollaragent.desktop': 'an-id' });
  expect(host).toMatchObject({ AutoRemove: true, LogConfig: { Type: 'none' } });
});
