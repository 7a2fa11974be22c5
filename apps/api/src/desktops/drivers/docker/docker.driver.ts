import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DesktopDriver } from '../../desktop-driver.js';
import type { DesktopEndpoint, DesktopPlace } from '../../desktop-endpoint.js';
import { probeDesktop } from '../../probe-desktop.js';
import { DesktopCgroups } from '../process/cgroups/desktop-cgroups.js';
import type { DesktopLimits } from '../process/cgroups/desktop-limits.js';
import { ControlLink } from '../process/control-link.js';
import { desktopUid } from '../process/desktop-uid.js';
import { launchSupervisor } from '../process/launch-supervisor.js';
import type { RunFolders } from '../process/run-folders.js';
import { stopDesktop } from '../process/stop-desktop.js';
import type { DesktopFolder } from '../process/supervisor/desktop-folder.js';
import type { SupervisorSpec } from '../process/supervisor/supervisor-spec.js';
import { whyNotStarted } from '../process/why-not-started.js';
import { openWhenListening, tailOf } from '../process/young-supervisor.js';
import { SupervisedDesktops } from '../supervised-desktops.js';
import { desktopContainer, nameOf } from './desktop-container.js';
import type { Engine, StartedContainer } from './engine.js';

const START_TIMEOUT_MS = 30_000; // about 2 s usually
const ANSWER_TIMEOUT_MS = 3_000;
const LAST_WORDS_WITHIN_MS = 1_000;

export interface DockerDriverOptions {
  max: number;
  engine: Engine;
  /** Whose the desktops are: no other instance's are seen or touched. */
  instance: string;
  image: string;
  limits: DesktopLimits;
  /** The seccomp profile as JSON. */
  seccomp: string;
  folders: RunFolders;
  /** The folder with the compiled supervisor, readable by every uid. */
  supervisorDir: string;
  /** What every supervisor is told, what is each one's own apart. */
  spec: Omit<SupervisorSpec, 'desktopId' | 'sandbox' | 'cgroup' | 'memoryBytes' | 'pids'>;
}

/**
 * Desktops as containers without a network. What holds each is a supervisor of this host, as with the process driver:
 * gate, control socket, last line. Init and supervisor end with each other, so neither survives the other's death.
 */
export class DockerDriver extends DesktopDriver {
  readonly name = 'docker';
  readonly max: number;
  override readonly hasSound: boolean;
  /** None: the engine makes them. */
  private readonly cgroups = DesktopCgroups.open('', () => false);
  private readonly desktops = new SupervisedDesktops({
    gone: (desktopId) => this.tellGone(desktopId),
    denied: (desktopId, denials) => this.tellDenied(desktopId, denials),
    egress: (desktopId, use, sums) => this.tellEgress(desktopId, use, sums),
    crashed: (desktopId, times) => this.tellBrowserCrashed(desktopId, times),
  });

  constructor(private readonly options: DockerDriverOptions) {
    super();
    this.max = options.max;
    this.hasSound = options.spec.sound !== undefined;
  }

  placeOf(desktopId: string): DesktopPlace & { kind: 'unix' } {
    return { kind: 'unix', path: this.options.folders.of(desktopId).rfb };
  }

  endpointOf(desktopId: string): DesktopEndpoint {
    return this.placeOf(desktopId);
  }

  async start(desktopId: string): Promise<void> {
    const uid = desktopUid(desktopId);
    const folder = this.options.folders.create(desktopId, uid);
    try {
      const link = await this.startSupervisor(desktopId, folder, uid);
      const container = await this.startContainer(desktopId, folder);
      const ready = link.until(({ phase }) => phase === 'ready', START_TIMEOUT_MS);
      // either ends with the other, and it is the container that says why
      const explained = ready.catch(async (error: unknown) => {
        await Promise.race([container.ended, setTimeout(LAST_WORDS_WITHIN_MS)]);
        throw error;
      });
      await Promise.race([container.ended, explained]);
      container.leave();
      await probeDesktop(this.endpointOf(desktopId));
      this.desktops.hold(desktopId, link);
    } catch (cause) {
      const lastWords = tailOf(folder);
      await this.stop(desktopId);
      throw new Error(whyNotStarted(cause, [messageOf(cause), lastWords].filter(Boolean).join(': ')), {
        cause,
      });
    }
  }

  async adopt(desktopId: string): Promise<boolean> {
    if (this.desktops.has(desktopId)) return true;
    try {
      const link = await ControlLink.open(this.options.folders.of(desktopId).control);
      await link.until(({ phase }) => phase === 'ready', ANSWER_TIMEOUT_MS);
      this.desktops.hold(desktopId, link);
      return true;
    } catch {
      return false; // nobody listens, or not as a desktop that can be used
    }
  }

  async bind(desktopId: string, sessionId: string, remainingMs: number): Promise<void> {
    await this.adopt(desktopId);
    await this.desktops.bind(desktopId, sessionId, remainingMs);
  }

  pace(desktopId: string, framesPerSecond: number): void {
    this.desktops.pace(desktopId, framesPerSecond);
  }

  async stop(desktopId: string): Promise<void> {
    const folder = this.options.folders.of(desktopId);
    this.desktops.letGo(desktopId);
    // either ends the other; together they end a desktop also where one of them fails
    await Promise.all([
      this.options.engine.remove(nameOf(desktopId)),
      stopDesktop(folder, this.cgroups, (link) => this.desktops.hear(desktopId, link)),
    ]);
  }

  async list(): Promise<string[]> {
    const { engine, folders, instance } = this.options;
    return [...new Set([...folders.list(), ...(await engine.desktopsOf(instance))])];
  }

  async isRunning(desktopId: string): Promise<boolean> {
    return this.desktops.has(desktopId);
  }

  release(): void {
    this.desktops.letGoOfAll();
  }

  private startSupervisor(desktopId: string, folder: DesktopFolder, uid: number): Promise<ControlLink> {
    const { supervisorDir, spec, limits } = this.options;
    const { supervisor: cgroups, sandbox: cgroup } = this.cgroups.create(desktopId, uid, limits);
    const supervisor = launchSupervisor({
      folder,
      program: path.join(supervisorDir, 'main.js'),
      uid,
      cgroups,
      spec: {
        ...spec,
        desktopId,
        sandbox: 'container',
        cgroup,
        memoryBytes: limits.memoryBytes,
        pids: limits.pids,
      },
    });
    return openWhenListening(folder, supervisor, START_TIMEOUT_MS);
  }

  private startContainer(desktopId: string, folder: DesktopFolder): Promise<StartedContainer> {
    const { engine, instance, image, limits, seccomp, spec } = this.options;
    const { geometry, startUrl, clipboard } = spec;
    const { uid, gid } = statSync(folder.path);
    const settings = { geometry, startUrl, clipboard, sound: spec.sound !== undefined };
    return engine.start(
      desktopContainer({
        desktopId,
        instance,
        image,
        folder,
        owner: { uid, gid },
        limits,
        seccomp,
        settings,
      }),
    );
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
