import type { DesktopLimits } from '../drivers/process/cgroups/desktop-limits.js';
import { START_URL } from '../drivers/process/supervisor/gate/start-page.js';
import type { SupervisorSpec } from '../drivers/process/supervisor/supervisor-spec.js';
import { CODEC } from './desktop-ears.js';

const MIB = 1024 ** 2;

export const LIMITS: DesktopLimits = { memoryBytes: 2048 * MIB, cpus: 2, pids: 1_000 };

/** What a driver of a stage tells every supervisor. */
export const A_DESKTOP: Omit<SupervisorSpec, 'desktopId' | 'cgroup' | 'memoryBytes' | 'pids'> = {
  node: process.execPath,
  geometry: { width: 1280, height: 720 },
  startUrl: START_URL,
  clipboard: 'both',
  egress: {
    ...{ allow: [], deny: [], only: [], ports: [80, 443], ownEndpoints: [], ownHosts: [] },
    caps: { connectionsAtOnce: 256, connectionsPerMinute: 1_000, bytes: 1e12 },
    loopbackCanBeAllowed: true,
  },
};

/** One whose first page is `startUrl`, on this host, which it may reach. */
export function aDesktopAt(startUrl: string | undefined): typeof A_DESKTOP {
  if (startUrl === undefined) return A_DESKTOP;
  return { ...A_DESKTOP, startUrl, egress: { ...A_DESKTOP.egress, allow: [new URL(startUrl).host] } };
}

/** The same, and it can be heard. */
export function withSound(desktop: typeof A_DESKTOP): typeof A_DESKTOP {
  return { ...desktop, sound: { codec: CODEC } };
}
