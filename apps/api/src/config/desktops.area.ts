import { availableParallelism } from 'node:os';
import * as z from 'zod';
import { variable, type Values } from './area.js';
import { cidr, commaList, httpUrl, listOf, port, positiveNumber, wholeNumber } from './schemas.js';

/** `host:port`, `[v6]:port`, an address or a range. */
const egressException = z
  .string()
  .regex(
    /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):\d{1,5}$|^[0-9a-fA-F:.]+\/\d{1,3}$/,
    'must be host:port or a range such as 10.1.0.0/16',
  );

/** What a desktop can do without on a machine that cannot give it. Nothing else around a desktop may be missing. */
export const WEAKENABLE = ['own-uid', 'memory-limit', 'cpu-limit', 'pids-limit'] as const;

/** `name`, `*.name`, an address or a range. */
const listedHost = z.union(
  [cidr, z.string().regex(/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i)],
  'must be a host, *.host, an address or a range such as 10.1.0.0/16',
);

export const desktopsVariables = {
  DESKTOP_DRIVER: variable(
    z.enum(['process', 'docker', 'kubernetes', 'remote']),
    'process (sandboxes on this host), docker (containers on this host), kubernetes (pods) or remote (an existing VNC server)',
    'process',
  ),
  DESKTOP_IMAGE: variable(
    z.string().regex(/^[\w./:@-]+$/, 'must be the name of an image'),
    'what a desktop is made of where it is a container: docker/desktop.Dockerfile, of the same release',
    'onedollaragent-desktop',
  ),
  DOCKER_SOCKET: variable(
    z.string().startsWith('/', 'must be the path of a socket'),
    'the engine of the docker driver; it runs on this host',
    '/var/run/docker.sock',
  ),
  DOCKER_SECCOMP: variable(
    z.string().min(1),
    'the system calls that containers of the docker driver may make',
    'docker/seccomp.json',
  ),
  KUBERNETES_NAMESPACE: variable(
    z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a namespace'),
    'where the kubernetes driver keeps its pods, and nobody else anything',
    'onedollaragent-desktops',
  ),
  KUBERNETES_SECCOMP: variable(
    z.string().min(1),
    "the profile of a desktop's container in the kubelets' folder of profiles: a copy of docker/seccomp.json",
    'onedollaragent.json',
  ),
  KUBECONFIG: variable(
    z.string().optional(),
    'how to reach the cluster, for an api outside it (default: as a pod of the cluster)',
  ),
  VNC_HOST: variable(z.string().min(1), 'the desktop of the remote driver', '127.0.0.1'),
  VNC_PORT: variable(port, 'the desktop of the remote driver', '5901'),
  VNC_PASSWORD: variable(
    z.string().max(8, 'RFB passwords end at 8 characters').optional(),
    'the desktop of the remote driver; never leaves the server',
  ),
  DESKTOP_POOL_SIZE: variable(wholeNumber(0, 100), 'warm desktops kept ready', '1'),
  DESKTOP_START_URL: variable(
    httpUrl.optional(),
    'first page (default: a start page of ours, answered by the egress gate itself)',
  ),
  EGRESS_ALLOW: variable(
    listOf(egressException),
    "comma list of host:port or ranges that the gate's deny list lets through; our own endpoints and metadata never",
  ),
  EGRESS_PORTS: variable(
    commaList.pipe(z.array(port.refine((n) => n > 0, 'must be 1 to 65535'))),
    'ports a desktop may reach',
    '80,443',
  ),
  EGRESS_ONLY: variable(
    listOf(listedHost),
    'comma list of hosts, *.hosts and ranges: with it desktops reach nothing else (default: everything public)',
  ),
  EGRESS_DENY: variable(
    listOf(cidr),
    'comma list of ranges that no desktop reaches, such as our public addresses behind a balancer; those of PUBLIC_URL and of this host are closed anyway',
  ),
  EGRESS_CONNECTIONS: variable(wholeNumber(1, 512), 'connections a desktop may have at once', '256'),
  EGRESS_CONNECTIONS_PER_MINUTE: variable(
    wholeNumber(1),
    'connections a desktop may open in a minute',
    '1000',
  ),
  EGRESS_MAX_GB: variable(positiveNumber, 'gigabytes a desktop may send and fetch while it lives', '100'),
  DESKTOP_MEMORY_MB: variable(
    wholeNumber(450, 1_000_000),
    'the most memory of a desktop, files in it included: half may be its home',
    '2048',
  ),
  DESKTOP_CPUS: variable(
    positiveNumber.optional(),
    'the most processors of a desktop, such as 1.5 (default 2, one less than the machine has when that is fewer)',
  ),
  DESKTOP_PIDS: variable(wholeNumber(300, 100_000), 'the most processes and threads of a desktop', '1000'),
  CLIPBOARD: variable(
    z.enum(['both', 'up', 'down', 'none']),
    'which way the clipboard goes: both, up (to the desktop), down, none',
    'both',
  ),
  SOUND: variable(
    z.enum(['on', 'off']),
    'whether who watches a desktop may also hear it: on, off; the process and docker drivers have sound',
    'on',
  ),
  DESKTOP_ALLOW_WEAKER: variable(
    listOf(z.enum(WEAKENABLE, `must be of ${WEAKENABLE.join(', ')}`)),
    `comma list of protections an operator knowingly goes without: ${WEAKENABLE.join(', ')}`,
  ),
  DESKTOP_MAX: variable(
    wholeNumber(1, 10_000).optional(),
    'sessions at once; checkout closes when full (default from memory; 1 for remote; needed for kubernetes)',
  ),
};

/** Where desktops come from and what they may do. */
export function desktopsConfig(env: Values<typeof desktopsVariables>) {
  return {
    driver: env.DESKTOP_DRIVER,
    vnc: { host: env.VNC_HOST, port: env.VNC_PORT, password: env.VNC_PASSWORD },
    image: env.DESKTOP_IMAGE,
    docker: { socket: env.DOCKER_SOCKET, seccomp: env.DOCKER_SECCOMP },
    kubernetes: {
      namespace: env.KUBERNETES_NAMESPACE,
      seccompProfile: env.KUBERNETES_SECCOMP,
      config: env.KUBECONFIG,
    },
    poolSize: env.DESKTOP_DRIVER === 'remote' ? 0 : env.DESKTOP_POOL_SIZE,
    startUrl: env.DESKTOP_START_URL,
    egressAllow: env.EGRESS_ALLOW,
    egressPorts: env.EGRESS_PORTS,
    egressOnly: env.EGRESS_ONLY,
    egressDeny: env.EGRESS_DENY,
    egressCaps: {
      connectionsAtOnce: env.EGRESS_CONNECTIONS,
      connectionsPerMinute: env.EGRESS_CONNECTIONS_PER_MINUTE,
      bytes: env.EGRESS_MAX_GB * 1e9,
    },
    limits: {
      memoryBytes: env.DESKTOP_MEMORY_MB * 1024 ** 2,
      cpus: env.DESKTOP_CPUS ?? Math.min(2, Math.max(1, availableParallelism() - 1)),
      pids: env.DESKTOP_PIDS,
    },
    clipboard: env.CLIPBOARD,
    sound: env.SOUND,
    allowWeaker: env.DESKTOP_ALLOW_WEAKER,
    max: env.DESKTOP_MAX,
  };
}
