import path from 'node:path';
import type { AppConfig } from '../../config/app-config.js';
import { placesOfHost } from '../desktop-capacity.js';
import type { DesktopDriver } from '../desktop-driver.js';
import type { DesktopHost } from '../desktop-host.js';
import { totalMemory } from '../host-memory.js';
import { DesktopCgroups } from './process/cgroups/desktop-cgroups.js';
import { canPlaySound } from './process/programs.js';
import { ProcessDriver } from './process/process.driver.js';
import { RemoteDriver } from './remote/remote.driver.js';
import { supervisorSettings } from './supervisor-settings.js';

/** The driver that `DESKTOP_DRIVER` names. The clients of an engine or a cluster are loaded only for who has one. */
export async function createDriver(config: AppConfig, host: DesktopHost): Promise<DesktopDriver> {
  const { driver, vnc, max } = config.desktops;
  switch (driver) {
    case 'process':
      return createProcessDriver(config);
    case 'docker':
      return (await import('./docker/create-docker-driver.js')).createDockerDriver(config);
    case 'kubernetes':
      return (await import('./kubernetes/create-kubernetes-driver.js')).createKubernetesDriver(
        config,
        host.id,
      );
    case 'remote':
      return new RemoteDriver(vnc, max ?? 1);
  }
}

function createProcessDriver(config: AppConfig): ProcessDriver {
  const { server, desktops } = config;
  const { spec, ...settings } = supervisorSettings(config);
  const { sound, ...silent } = spec;
  return new ProcessDriver({
    ...settings,
    spec: sound && canPlaySound() ? spec : silent,
    runDir: server.runDir,
    max: desktops.max ?? placesOfHost(totalMemory()),
    cgroups: DesktopCgroups.open(path.basename(server.runDir)),
    limits: desktops.limits,
  });
}
