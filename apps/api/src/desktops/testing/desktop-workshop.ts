import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DesktopCgroups } from '../drivers/process/cgroups/desktop-cgroups.js';
import { ProcessDriver, type ProcessDriverOptions } from '../drivers/process/process.driver.js';
import { stopAllDesktops } from '../drivers/process/stop-all-desktops.js';
import type { SupervisorSpec } from '../drivers/process/supervisor/supervisor-spec.js';
import { compileSupervisor } from './compile-supervisor.js';
import { A_DESKTOP, LIMITS } from './stage-settings.js';

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
    const driver = new ProcessDriver({
      runDir: this.runDir,
      max: 4,
      cgroups: DesktopCgroups.open(this.instance),
      limits: LIMITS,
      supervisorDir: this.supervisorDir,
      spec: { ...A_DESKTOP, egress: { ...A_DESKTOP.egress, ...this.egress } },
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
