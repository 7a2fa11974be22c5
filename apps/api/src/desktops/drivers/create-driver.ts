import path from 'node:path';
import type { AppConfig } from '../../config/app-config.js';
import { reachableCopy, stagingDirOf } from '../../kernel/reachable.js';
import { desktopsThatFit } from '../desktop-capacity.js';
import type { DesktopDriver } from '../desktop-driver.js';
import { DesktopCgroups } from './process/cgroups/desktop-cgroups.js';
import { ownEndpoints, ownHosts } from './process/own-endpoints.js';
import { ProcessDriver } from './process/process.driver.js';
import { RunFolders } from './process/run-folders.js';
import { START_URL } from './process/supervisor/gate/start-page.js';
import { RemoteDriver } from './remote/remote.driver.js';

const GEOMETRY = { width: 1280, height: 720 };

/** The driver that `DESKTOP_DRIVER` names. */
export function createDriver(config: AppConfig): DesktopDriver {
  const { driver, vnc, max } = config.desktops;
  return driver === 'remote' ? new RemoteDriver(vnc, max ?? 1) : createProcessDriver(config);
}

function createProcessDriver(config: AppConfig): ProcessDriver {
  const { server, desktops } = config;
  const running = new RunFolders(server.runDir).list().length;
  const staging = stagingDirOf(server.dataDir);
  const reachable = (file: string) => (process.getuid?.() === 0 ? reachableCopy(file, staging) : file);
  return new ProcessDriver({
    runDir: server.runDir,
    max: desktops.max ?? desktopsThatFit(process.availableMemory(), running),
    cgroups: DesktopCgroups.open(path.basename(server.runDir)),
    limits: desktops.limits,
    supervisorDir: reachable(path.join(import.meta.dirname, 'process/supervisor')),
    spec: {
      node: reachable(process.execPath),
      geometry: GEOMETRY,
      startUrl: desktops.startUrl ?? START_URL,
      clipboard: desktops.clipboard,
      egress: {
        allow: desktops.egressAllow,
        ports: desktops.egressPorts,
        ownEndpoints: ownEndpoints(config),
        ownHosts: ownHosts(config),
        deny: desktops.egressDeny,
        only: desktops.egressOnly,
        caps: desktops.egressCaps,
        loopbackCanBeAllowed: !server.production,
      },
    },
  });
}
