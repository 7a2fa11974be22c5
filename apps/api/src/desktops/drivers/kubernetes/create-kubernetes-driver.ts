import { createHash } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import type { AppConfig } from '../../../config/app-config.js';
import { INSIDE } from '../process/supervisor/init/inside-paths.js';
import { desktopSpec } from '../supervisor-settings.js';
import { Cluster } from './cluster.js';
import { KubernetesDriver } from './kubernetes.driver.js';

/** What a pod may live: as long warm as a session may last, and then that session, and a little more. */
const LIVES = 2;
const MORE_SECONDS = 3_600;

/** `owner` names the instance whose pods these are; the same name adopts them after a restart. */
export function createKubernetesDriver(config: AppConfig, owner: string): KubernetesDriver {
  const { desktops, sessions } = config;
  const { namespace, config: file, seccompProfile } = desktops.kubernetes;
  const kubeConfig = new KubeConfig();
  if (file === undefined) kubeConfig.loadFromCluster();
  else kubeConfig.loadFromFile(file);
  return new KubernetesDriver({
    max: desktops.max ?? 1, // the configuration is refused without one
    cluster: new Cluster(kubeConfig, namespace),
    pod: {
      instance: labelOf(owner),
      image: desktops.image,
      limits: desktops.limits,
      seccompProfile,
      lifetimeSeconds: LIVES * sessions.ttlSeconds + MORE_SECONDS,
    },
    spec: {
      ...desktopSpec(config),
      node: INSIDE.node,
      sandbox: 'container',
      memoryBytes: desktops.limits.memoryBytes,
      pids: desktops.limits.pids,
      cgroup: { join: [], freezer: { by: 'signals' } },
    },
  });
}

/** A label's value is short, and of few characters. */
const labelOf = (owner: string) => createHash('sha256').update(owner).digest('hex').slice(0, 32);
