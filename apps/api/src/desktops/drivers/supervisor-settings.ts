import { createRequire } from 'node:module';
import path from 'node:path';
import type { AppConfig } from '../../config/app-config.js';
import { reachableCopy, stagingDirOf } from '../../kernel/reachable.js';
import { ownEndpoints, ownHosts } from './process/own-endpoints.js';
import { START_URL } from './process/supervisor/gate/start-page.js';

/** The folder of the package that encodes sound. */
const CODEC = path.dirname(createRequire(import.meta.url).resolve('opusscript/package.json'));

const GEOMETRY = { width: 1280, height: 720 };

/** What every supervisor is told of its desktop, wherever it runs. */
export function desktopSpec(config: AppConfig) {
  const { server, desktops } = config;
  return {
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
  };
}

/** Where the supervisor of a desktop on this host is, readable for every uid, and what each is told. */
export function supervisorSettings(config: AppConfig) {
  const staging = stagingDirOf(config.server.dataDir);
  const reachable = (file: string) => (process.getuid?.() === 0 ? reachableCopy(file, staging) : file);
  return {
    supervisorDir: reachable(path.join(import.meta.dirname, 'process/supervisor')),
    spec: {
      ...desktopSpec(config),
      node: reachable(process.execPath),
      ...(config.desktops.sound === 'on' && { sound: { codec: reachable(CODEC) } }),
    },
  };
}
