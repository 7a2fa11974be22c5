import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DesktopCgroups } from '../drivers/process/cgroups/desktop-cgroups.js';
import { ProcessDriver } from '../drivers/process/process.driver.js';
import { RunFolders } from '../drivers/process/run-folders.js';
import { stopAllDesktops } from '../drivers/process/stop-all-desktops.js';
import { compileSupervisor } from './compile-supervisor.js';
import type { DriverStage } from './driver-stage.js';
import { processesNaming, supervisorOf } from './processes.js';
import { aDesktopAt, LIMITS, withSound } from './stage-settings.js';

interface Options {
  runDir: string;
  supervisorDir: string;
  startUrl?: string;
}

export function driverOf({ startUrl, runDir, supervisorDir }: Options): ProcessDriver {
  const cgroups = DesktopCgroups.open(path.basename(runDir));
  return new ProcessDriver({
    runDir,
    supervisorDir,
    cgroups,
    max: 4,
    limits: LIMITS,
    spec: withSound(aDesktopAt(startUrl)),
  });
}

/** This host. */
export async function processStage(): Promise<DriverStage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'oda-process-'));
  chmodSync(folder, 0o755); // as root each desktop is another user
  const runDir = path.join(folder, `run${folder.slice(-6)}`);
  const options: Options = { runDir, supervisorDir: compileSupervisor(path.join(folder, 'supervisor')) };
  const drivers: ProcessDriver[] = [];
  const make = (change: Partial<Options> = {}) => {
    const driver = driverOf({ ...options, ...change });
    drivers.push(driver);
    return driver;
  };
  const folders = new RunFolders(runDir);

  return {
    driver: () => make(),
    driverAt: (startUrl) => make({ startUrl }),
    stranger: () => make({ runDir: path.join(folder, 'other') }),
    broken: () => make({ supervisorDir: '/nonexistent' }),
    elsewhere: { module: import.meta.filename, options },
    tracesOf: async (id) => {
      const { path: place } = folders.of(id);
      return [...(existsSync(place) ? [place] : []), ...processesNaming(place).map(({ line }) => line)];
    },
    crash: async (id) => void process.kill(supervisorOf(folders.of(id).path), 'SIGKILL'),
    close: async () => {
      for (const driver of drivers) driver.release();
      await stopAllDesktops(runDir);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
