import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DesktopCgroups } from '../drivers/process/cgroups/desktop-cgroups.js';
import { ProcessDriver, type ProcessDriverOptions } from '../drivers/process/process.driver.js';
import { stopAllDesktops } from '../drivers/process/stop-all-desktops.js';
import { START_URL } from '../drivers/process/supervisor/gate/start-page.js';
import type { SupervisorSpec } from '../drivers/process/supervisor/supervisor-spec.js';
import { compileSupervisor } from './compile-supervisor.js';

/** Real desktops for a spec, in a folder of their own: `close` in `afterAll` ends and removes everything. */
export class DesktopWorkshop {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'oda-desktops-'));
  /** Names the run folder and the cgroups. */
  readonly instance = this.folder.slice(-6);
  readonly runDir = path.join(this.folder, this.instance);
  private readonly drivers: ProcessDriver[] = [];
  private readonly supervisorDir = compileSupervisor(path.join(this.folder, 'supervisor'));

  constructor(private readonly egress: Partial<SupervisorSpec['egress']> = {}) {
    chmodSync(this.folder, 0o755); // as root each desktop is another user
  }

  /** A driver as a process of ours has one; a second one is what a restarted process has. */
  driver(change: Partial<ProcessDriverOptions> = {}): ProcessDriver {
    const egress = {
      allow: [],
      ports: [80, 443],
      ownEndpoints: [],
      loopbackCanBeAllowed: true,
      ...this.egress,
    };
    const driver = new ProcessDriver({
      runDir: this.runDir,
      max: 4,
      cgroups: DesktopCgroups.open(this.instance),
      limits: { memoryBytes: 2048 * 1024 ** 2, cpus: 2, pids: 1_000 },
      supervisorDir: this.supervisorDir,
      spec: {
        node: process.execPath,
        geometry: { width: 1280, height: 720 },
        startUrl: START_URL,
        clipboard: 'both',
        egress,
      },
      ...change,
    });
    this.drivers.push(driver);
    return driver;
  }

  async close(): Promise<void> {
    for (const driver of this.drivers) driver.release();
    await stopAllDesktops(this.runDir);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
