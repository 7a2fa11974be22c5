import { readFileSync } from 'node:fs';
import path from 'node:path';
import Docker from 'dockerode';
import type { AppConfig } from '../../../config/app-config.js';
import { placesOfHost } from '../../desktop-capacity.js';
import { totalMemory } from '../../host-memory.js';
import { RunFolders } from '../process/run-folders.js';
import { supervisorSettings } from '../supervisor-settings.js';
import { DockerDriver } from './docker.driver.js';
import { Engine } from './engine.js';

/** @throws Error when the seccomp profile is not there */
export function createDockerDriver(config: AppConfig): DockerDriver {
  const { server, desktops } = config;
  const folders = new RunFolders(server.runDir);
  return new DockerDriver({
    ...supervisorSettings(config),
    max: desktops.max ?? placesOfHost(totalMemory()),
    engine: new Engine(new Docker({ socketPath: desktops.docker.socket })),
    instance: path.basename(server.runDir),
    image: desktops.image,
    limits: desktops.limits,
    seccomp: JSON.stringify(JSON.parse(readFileSync(desktops.docker.seccomp, 'utf8'))),
    folders,
  });
}
