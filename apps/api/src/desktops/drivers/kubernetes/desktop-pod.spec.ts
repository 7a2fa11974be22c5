import { expect, it } from '@jest/globals';
import { A_DESKTOP } from '../../testing/stage-settings.js';
import { START_URL } from '../process/supervisor/gate/start-page.js';
import { desktopPod, desktopSecret, type DesktopPod } from './desktop-pod.js';

const MIB = 1024 ** 2;
const wanted: DesktopPod = {
  desktopId: 'an-id',
  instance: 'ours',
  image: 'onedollaragent-desktop',
  limits: { memoryBytes: 1024 * MIB, cpus: 1.5, pids: 500 },
  seccompProfile: 'onedollaragent.json',
  lifetimeSeconds: 3_600,
  spec: {
    desktopId: 'an-id',
    sandbox: 'container',
    node: '/opt/desktop/node',
    geometry: { width: 1280, height: 720 },
    startUrl: `${START_URL}$(POD_IP)`,
    clipboard: 'both',
    memoryBytes: 1024 * MIB,
    pids: 500,
    cgroup: { join: [], freezer: { by: 'signals' } },
    egress: A_DESKTOP.egress,
  },
};
const { metadata, spec } = desktopPod(wanted);
const containers = spec?.containers ?? [];
const mountsOf = (name: string) =>
  (containers.find((container) => container.name === name)?.volumeMounts ?? []).map((mount) => mount.name);

it('has a last line, no token, and no root anywhere', () => {
  expect(spec).toMatchObject({
    ...{ activeDeadlineSeconds: 3_600, restartPolicy: 'Never', automountServiceAccountToken: false },
    securityContext: { runAsNonRoot: true },
  });
  for (const { securityContext, resources } of containers) {
    expect(securityContext).toMatchObject({
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      seccompProfile: { type: expect.stringMatching(/^(Localhost|RuntimeDefault)$/) },
    });
    expect(resources?.limits).toHaveProperty('memory');
  }
});

it('shows the key of the door to the keeper alone, and keeps it out of the pod', () => {
  expect(mountsOf('keeper')).toContain('secret');
  expect(mountsOf('desktop')).not.toContain('secret');
  expect(mountsOf('desktop')).not.toContain('keeper');
  const key = Buffer.alloc(32, 7);
  expect(desktopSecret(wanted, key).stringData?.['door.key']).toBe(key.toString('hex'));
  expect(JSON.stringify(desktopPod(wanted))).not.toContain(key.toString('hex'));
});

it("leaves the pod's network before the first program of the desktop starts", () => {
  const command = containers.find(({ name }) => name === 'desktop')?.command ?? [];
  expect(command.indexOf('--unshare-net')).toBeGreaterThan(-1);
  expect(command.indexOf('--unshare-net')).toBeLessThan(command.indexOf('/opt/desktop/node'));
});

it('says whose it is', () => {
  expect(metadata?.labels).toMatchObject({
    'onedollaragent/instance': 'ours',
    'onedollaragent/desktop': 'an-id',
  });
});

it('passes on nothing that a kubelet would take for a variable', () => {
  expect(containers.find(({ name }) => name === 'desktop')?.args?.join()).toContain('$$(POD_IP)');
});
