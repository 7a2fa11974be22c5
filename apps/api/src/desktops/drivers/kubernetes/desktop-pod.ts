import type { V1Container, V1Pod, V1Secret, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import type { DesktopLimits } from '../process/cgroups/desktop-limits.js';
import { DOOR_PORT } from '../process/supervisor/door/door-protocol.js';
import { INSIDE, SOCKETS } from '../process/supervisor/init/inside-paths.js';
import { SHARES } from '../process/supervisor/sandbox-arguments.js';
import type { SupervisorSpec } from '../process/supervisor/supervisor-spec.js';
import { KEEPER_FOLDER, SECRET_FILES, VOLUMES } from './pod-paths.js';

const MIB = 1024 ** 2;
/** The image's user. */
const UID = 10_001;

export const LABELS = {
  app: 'app.kubernetes.io/name',
  instance: 'onedollaragent/instance',
  desktop: 'onedollaragent/desktop',
} as const;

export const nameOf = (desktopId: string) => `desktop-${desktopId}`;

export interface DesktopPod {
  desktopId: string;
  /** The instance that may adopt and end it. */
  instance: string;
  image: string;
  limits: DesktopLimits;
  /** Of the kubelet's folder of profiles. */
  seccompProfile: string;
  /** After so long the cluster ends it, whatever everybody else does. */
  lifetimeSeconds: number;
  spec: SupervisorSpec;
}

const metadataOf = ({ desktopId, instance }: DesktopPod) => ({
  name: nameOf(desktopId),
  labels: {
    [LABELS.app]: 'onedollaragent-desktop',
    [LABELS.instance]: instance,
    [LABELS.desktop]: desktopId,
  },
});

/** What only the keeper of the pod gets to see. */
export function desktopSecret(pod: DesktopPod, doorKey: Buffer): V1Secret {
  return {
    metadata: metadataOf(pod),
    stringData: {
      [SECRET_FILES.spec]: JSON.stringify(pod.spec),
      [SECRET_FILES.doorKey]: doorKey.toString('hex'),
    },
  };
}

/**
 * A desktop as a pod of two containers. The keeper has the pod's network: gate, door, last line. The desktop leaves it
 * behind before its first program starts, and has a network namespace with `lo` alone; the two share a folder of sockets.
 */
export function desktopPod(pod: DesktopPod): V1Pod {
  return {
    metadata: metadataOf(pod),
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: pod.lifetimeSeconds,
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      dnsPolicy: 'Default', // names of the cluster's own services mean nothing to a desktop
      hostname: 'desktop',
      securityContext: { runAsNonRoot: true, runAsUser: UID, runAsGroup: UID, fsGroup: UID },
      containers: [keeper(pod), desktop(pod)],
      volumes: volumesOf(pod),
    },
  };
}

const SEALED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

function keeper({ image }: DesktopPod): V1Container {
  const file = (name: string) => ({
    ...{ name: VOLUMES.secret, mountPath: `${KEEPER_FOLDER}/${name}`, subPath: name, readOnly: true },
  });
  return {
    name: 'keeper',
    image,
    command: [INSIDE.node, '--max-old-space-size=96', '/opt/desktop/supervisor/main.js'],
    args: [KEEPER_FOLDER, '$(POD_IP)'],
    env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
    ports: [{ name: 'door', containerPort: DOOR_PORT }],
    securityContext: { ...SEALED, seccompProfile: { type: 'RuntimeDefault' } },
    resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { cpu: '1', memory: '192Mi' } },
    volumeMounts: [
      { name: VOLUMES.keeper, mountPath: KEEPER_FOLDER },
      { name: VOLUMES.sockets, mountPath: `${KEEPER_FOLDER}/sockets` },
      { name: VOLUMES.given, mountPath: `${KEEPER_FOLDER}/given` },
      file(SECRET_FILES.spec),
      file(SECRET_FILES.doorKey),
    ],
  };
}

function desktop({ image, limits, seccompProfile, spec }: DesktopPod): V1Container {
  const { geometry, startUrl, clipboard } = spec;
  const settings = { geometry, startUrl, clipboard, link: `${INSIDE.sockets}/${SOCKETS.init}` };
  const mount = (name: string, mountPath: string): V1VolumeMount => ({ name, mountPath });
  return {
    name: 'desktop',
    image,
    command: [
      ...['/usr/bin/tini', '--', '/usr/bin/bwrap', '--unshare-user', '--unshare-net', '--cap-drop', 'ALL'],
      ...['--die-with-parent', '--dev-bind', '/', '/', '--'],
      ...[INSIDE.node, '--max-old-space-size=64', `${INSIDE.init}/main.js`],
    ],
    args: [JSON.stringify(settings).replaceAll('$(', () => '$$(')], // a kubelet would put a variable there
    workingDir: INSIDE.home,
    securityContext: { ...SEALED, seccompProfile: { type: 'Localhost', localhostProfile: seccompProfile } },
    resources: {
      requests: { cpu: '250m', memory: `${450 * MIB}` },
      limits: { cpu: String(limits.cpus), memory: String(limits.memoryBytes) },
    },
    volumeMounts: [
      mount(VOLUMES.sockets, INSIDE.sockets),
      { ...mount(VOLUMES.given, INSIDE.given), readOnly: true },
      mount(VOLUMES.home, INSIDE.home),
      mount(VOLUMES.runtime, INSIDE.runtime),
      mount(VOLUMES.tmp, '/tmp'),
      mount(VOLUMES.shm, '/dev/shm'),
    ],
  };
}

function volumesOf({ desktopId, limits: { memoryBytes } }: DesktopPod): V1Volume[] {
  const memory = (name: string, bytes: number): V1Volume => ({
    name,
    emptyDir: { medium: 'Memory', sizeLimit: String(Math.round(bytes)) },
  });
  return [
    memory(VOLUMES.sockets, MIB),
    memory(VOLUMES.given, MIB),
    memory(VOLUMES.keeper, 4 * MIB),
    { name: VOLUMES.secret, secret: { secretName: nameOf(desktopId), defaultMode: 0o440 } },
    memory(VOLUMES.home, memoryBytes * SHARES.home),
    memory(VOLUMES.runtime, 16 * MIB),
    memory(VOLUMES.tmp, memoryBytes * SHARES.tmp),
    memory(VOLUMES.shm, memoryBytes * SHARES.shm),
  ];
}
