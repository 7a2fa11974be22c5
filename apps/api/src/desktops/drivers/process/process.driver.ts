import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { TraceCounts } from '#contracts';
import { DesktopDriver } from '../../desktop-driver.js';
import type { DesktopEndpoint, DesktopPlace } from '../../desktop-endpoint.js';
import { probeDesktop } from '../../probe-desktop.js';
import type { Protection } from '../../protections.js';
import type { Trace } from '../../trace.js';
import { CanaryDisplay } from './canary-display.js';
import type { DesktopCgroups } from './cgroups/desktop-cgroups.js';
import type { DesktopLimits } from './cgroups/desktop-limits.js';
import { ControlLink } from './control-link.js';
import { desktopUid } from './desktop-uid.js';
import { lookAtMachine, protectionsOf } from './detect-protections.js';
import { takeInventory } from './inventory/inventory.js';
import { removeTraces } from './inventory/remove-traces.js';
import { launchSupervisor } from './launch-supervisor.js';
import { missingPrograms } from './programs.js';
import { RunFolders } from './run-folders.js';
import { stopDesktop } from './stop-desktop.js';
import type { SupervisorSpec } from './supervisor/supervisor-spec.js';
import { whyNotStarted } from './why-not-started.js';
import { openWhenListening, tailOf } from './young-supervisor.js';

const START_TIMEOUT_MS = 20_000; // 0.6 s usually, 2.6 s on a cold page cache, more when several start at once
const ANSWER_TIMEOUT_MS = 3_000;
/** Supervisor, bubblewrap twice, init, Xvnc, openbox and a browser; one folder; four sockets; four places to write. */
const LEAVES: TraceCounts = { process: 7, socket: 4, mount: 4, namespace: 6, file: 1 };

export interface ProcessDriverOptions {
  runDir: string;
  max: number;
  /** The folder with the compiled supervisor, readable by every uid. */
  supervisorDir: string;
  cgroups: DesktopCgroups;
  limits: DesktopLimits;
  /** What every supervisor is told, what is each one's own apart. */
  spec: Omit<SupervisorSpec, 'desktopId' | 'cgroup' | 'memoryBytes' | 'pids'>;
}

/** Desktops as sandboxed processes of this host, each under a supervisor that outlives this process. */
export class ProcessDriver extends DesktopDriver {
  readonly name = 'process';
  override readonly leaves: TraceCounts;
  override readonly usesHostMemory = true;
  override readonly hasSound: boolean;
  readonly max: number;
  override readonly canFreeze = true;
  private readonly folders: RunFolders;
  private readonly cgroups: DesktopCgroups;
  private readonly links = new Map<string, ControlLink>();
  private readonly display: CanaryDisplay;

  constructor(private readonly options: ProcessDriverOptions) {
    super();
    this.max = options.max;
    this.hasSound = options.spec.sound !== undefined;
    this.folders = new RunFolders(options.runDir);
    this.display = new CanaryDisplay(options.runDir);
    this.cgroups = options.cgroups;
    this.leaves = options.cgroups.controls.size > 0 ? { ...LEAVES, cgroup: 1 } : LEAVES;
  }

  placeOf(desktopId: string): DesktopPlace {
    return { kind: 'unix', path: this.folders.of(desktopId).rfb };
  }

  endpointOf(desktopId: string): DesktopEndpoint {
    return { kind: 'unix', path: this.folders.of(desktopId).rfb };
  }

  override async protections(): Promise<Protection[]> {
    return protectionsOf(await lookAtMachine(this.cgroups));
  }

  override async canary(): Promise<DesktopEndpoint> {
    return { kind: 'unix', path: await this.display.socket() };
  }

  async start(desktopId: string): Promise<void> {
    const missing = missingPrograms();
    if (missing !== null) throw new Error(`the desktop did not start: ${missing}`);
    const uid = desktopUid(desktopId);
    const folder = this.folders.create(desktopId, uid);
    try {
      const { supervisorDir, limits, spec } = this.options;
      const program = path.join(supervisorDir, 'main.js');
      const cgroup = this.cgroups.create(desktopId, uid, startingLimits(limits));
      const supervisor = launchSupervisor({
        ...{ folder, program, uid, cgroups: cgroup.supervisor },
        spec: {
          ...{ ...spec, desktopId, cgroup: cgroup.sandbox, ...limits },
          watchesMemory: !this.cgroups.controls.has('memory'),
        },
      });
      const link = await openWhenListening(folder, supervisor, START_TIMEOUT_MS);
      await link.until(({ phase }) => phase === 'ready', START_TIMEOUT_MS);
      await probeDesktop(this.endpointOf(desktopId));
      this.cgroups.limit(desktopId, limits);
      this.watch(desktopId, link);
    } catch (cause) {
      const lastWords = tailOf(folder);
      await stopDesktop(folder, this.cgroups);
      throw new Error(whyNotStarted(cause, lastWords), { cause });
    }
  }

  async adopt(desktopId: string): Promise<boolean> {
    if (this.links.has(desktopId)) return true;
    try {
      const link = await ControlLink.open(this.folders.of(desktopId).control);
      await link.until(({ phase }) => phase === 'ready', ANSWER_TIMEOUT_MS);
      this.watch(desktopId, link);
      return true;
    } catch {
      return false; // nobody listens, or not as a desktop that can be used
    }
  }

  async bind(desktopId: string, sessionId: string, remainingMs: number): Promise<void> {
    const link = await this.linkTo(desktopId);
    link.send({ type: 'bind', sessionId, remainingMs });
    await link.until((status) => status.sessionId === sessionId && status.frozen !== true, ANSWER_TIMEOUT_MS);
  }

  override async freeze(desktopId: string): Promise<void> {
    const link = await this.linkTo(desktopId);
    link.send({ type: 'freeze' });
    await link.until(({ frozen }) => frozen === true, ANSWER_TIMEOUT_MS);
  }

  override async thaw(desktopId: string): Promise<void> {
    const link = await this.linkTo(desktopId);
    link.send({ type: 'thaw' });
    await link.until(({ frozen }) => frozen !== true, ANSWER_TIMEOUT_MS);
  }

  override isFrozen(desktopId: string): boolean {
    return this.links.get(desktopId)?.isFrozen === true;
  }

  pace(desktopId: string, framesPerSecond: number): void {
    this.links.get(desktopId)?.send({ type: 'pace', framesPerSecond });
  }

  async stop(desktopId: string): Promise<void> {
    const link = this.links.get(desktopId);
    this.links.delete(desktopId);
    link?.close();
    await stopDesktop(this.folders.of(desktopId), this.cgroups, (last) => this.hear(desktopId, last));
  }

  async list(): Promise<string[]> {
    return [...new Set([...this.folders.list(), ...this.cgroups.list()])];
  }

  override inventory(desktopId?: string): Promise<Trace[]> {
    return takeInventory(this.folders, this.cgroups, desktopId);
  }

  override remove(traces: readonly Trace[]): Promise<void> {
    return removeTraces(traces, this.cgroups);
  }

  async isRunning(desktopId: string): Promise<boolean> {
    return this.links.has(desktopId);
  }

  release(): void {
    const links = [...this.links.values()];
    this.links.clear();
    this.display.stop();
    for (const link of links) link.close();
  }

  private async linkTo(desktopId: string): Promise<ControlLink> {
    await this.adopt(desktopId);
    const link = this.links.get(desktopId);
    if (link === undefined) throw new Error('the desktop is not there');
    return link;
  }

  /** From here on the closing of the link is the end of the desktop. */
  private watch(desktopId: string, link: ControlLink): void {
    this.links.set(desktopId, link);
    this.hear(desktopId, link);
    link.onClosed = () => {
      if (this.links.get(desktopId) !== link) return; // it was told to stop
      this.links.delete(desktopId);
      this.tellGone(desktopId);
    };
  }

  private hear(desktopId: string, link: ControlLink): void {
    link.onDenied = (denials) => this.tellDenied(desktopId, denials);
    link.onEgress = (use, sums) => this.tellEgress(desktopId, use, sums);
    link.onCrashed = (times) => this.tellBrowserCrashed(desktopId, times);
  }
}

/** Nobody has it yet, and somebody may wait for it: it starts with all processors. Held to one, that took 2.5 s. */
function startingLimits(limits: DesktopLimits): DesktopLimits {
  return { ...limits, cpus: Math.max(limits.cpus, availableParallelism()) };
}
