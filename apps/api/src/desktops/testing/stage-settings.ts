import type { DesktopLimits } from '../drivers/process/cgroups/desktop-limits.js';
import { START_URL } from '../drivers/process/supervisor/gate/start-page.js';
import type { SupervisorSpec } from '../drivers/process/supervisor/supervisor-spec.js';

const MIB = 1024 ** 2;

export const LIMITS: DesktopLimits = { memoryBytes: 2048 * MIB, cpus: 2, pids: 1_000 };

/** What a driver of a stage tells every supervisor. */
export const A_DESKTOP: Omit<SupervisorSpec, 'desktopId' | 'cgroup' | 'memoryBytes'> = {
  node: process.execPath,
  geometry: { width: 1280, height: 720 },
  startUrl: START_URL,
  clipboard: 'both',
  egress: { allow: [], ports: [80, 443], ownEndpoints: [], loopbackCanBeAllowed: true },
};
