import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { Cluster } from '../drivers/kubernetes/cluster.js';
import { nameOf } from '../drivers/kubernetes/desktop-pod.js';
import { KubernetesDriver } from '../drivers/kubernetes/kubernetes.driver.js';
import { INSIDE } from '../drivers/process/supervisor/init/inside-paths.js';
import { FakeCluster } from './cluster/fake-cluster.js';
import { compileSupervisor } from './compile-supervisor.js';
import type { DriverStage } from './driver-stage.js';
import { processesNaming } from './processes.js';
import { aDesktopAt, LIMITS } from './stage-settings.js';

const IMAGE = 'onedollaragent-desktop';

interface Options {
  server: string;
  instance: string;
  image: string;
  startUrl?: string;
}

export function driverOf({ startUrl, server, instance, image }: Options): KubernetesDriver {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'fake', server, skipTLSVerify: true }], // without it the client refuses plain HTTP
    users: [{ name: 'api' }],
    contexts: [{ name: 'fake', cluster: 'fake', user: 'api' }],
    currentContext: 'fake',
  });
  return new KubernetesDriver({
    max: 4,
    cluster: new Cluster(config, 'desktops'),
    pod: { instance, image, limits: LIMITS, seccompProfile: 'onedollaragent.json', lifetimeSeconds: 3_600 },
    spec: {
      ...aDesktopAt(startUrl),
      ...{ node: INSIDE.node, sandbox: 'container', memoryBytes: LIMITS.memoryBytes, pids: LIMITS.pids },
      cgroup: { join: [], freezer: { by: 'signals' } },
    },
  });
}

/** A fake cluster whose pods run. */
export async function kubernetesStage(): Promise<DriverStage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'oda-cluster-'));
  chmodSync(folder, 0o755);
  const cluster = new FakeCluster(IMAGE, compileSupervisor(path.join(folder, 'supervisor')), folder);
  const options: Options = { server: await cluster.listen(), instance: 'ours', image: IMAGE };
  const drivers: KubernetesDriver[] = [];
  const make = (change: Partial<Options> = {}) => {
    const driver = driverOf({ ...options, ...change });
    drivers.push(driver);
    return driver;
  };

  return {
    driver: () => make(),
    driverAt: (startUrl) => make({ startUrl }),
    stranger: () => make({ instance: 'theirs' }),
    broken: () => make({ image: 'no-such-image' }),
    elsewhere: { module: import.meta.filename, options },
    tracesOf: async (id) => [
      ...(cluster.has(nameOf(id)) ? [nameOf(id)] : []),
      ...processesNaming(path.join(folder, nameOf(id))).map(({ line }) => line),
    ],
    crash: async (id) => cluster.kill(nameOf(id), 'desktop'),
    close: async () => {
      for (const driver of drivers) driver.release();
      await cluster.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
