import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { connectDoor } from '../../connect-door.js';
import { DesktopDriver } from '../../desktop-driver.js';
import type { DesktopEndpoint, DesktopPlace } from '../../desktop-endpoint.js';
import { probeDesktop } from '../../probe-desktop.js';
import { ControlLink } from '../process/control-link.js';
import { DOOR_KEY_BYTES, DOOR_PORT } from '../process/supervisor/door/door-protocol.js';
import { SupervisedDesktops } from '../supervised-desktops.js';
import type { Cluster } from './cluster.js';
import { desktopPod, desktopSecret, nameOf, type DesktopPod } from './desktop-pod.js';
import { SECRET_FILES } from './pod-paths.js';
import { podState } from './pod-state.js';

const RUN_WITHIN_MS = 120_000; // an image may have to be pulled
const PAINT_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 3_000;
const GONE_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;
const TRIES_AFTER_A_BREAK = 3;
const BETWEEN_TRIES_MS = 1_000;

type Door = DesktopEndpoint & { kind: 'door' };

export interface KubernetesDriverOptions {
  max: number;
  cluster: Cluster;
  /** What every pod has in common. */
  pod: Omit<DesktopPod, 'desktopId' | 'spec'>;
  spec: Omit<DesktopPod['spec'], 'desktopId'>;
}

/** Desktops as pods. Nothing of them is on this host: any process that can ask the cluster reaches any of them. */
export class KubernetesDriver extends DesktopDriver {
  readonly name = 'kubernetes';
  readonly max: number;
  private readonly doors = new Map<string, Door>();
  private readonly starting = new Map<string, { stop: AbortController; over: Promise<undefined> }>();
  private readonly desktops = new SupervisedDesktops({
    gone: (desktopId) => void this.lookAgain(desktopId),
    denied: (desktopId, denials) => this.tellDenied(desktopId, denials),
    egress: (desktopId, use, sums) => this.tellEgress(desktopId, use, sums),
    crashed: (desktopId, times) => this.tellBrowserCrashed(desktopId, times),
  });

  constructor(private readonly options: KubernetesDriverOptions) {
    super();
    this.max = options.max;
  }

  placeOf(desktopId: string): DesktopPlace {
    return { kind: 'pod', namespace: this.options.cluster.namespace, name: nameOf(desktopId) };
  }

  async endpointOf(desktopId: string): Promise<Door> {
    return this.doors.get(desktopId) ?? this.findDoor(desktopId);
  }

  async start(desktopId: string): Promise<void> {
    const stop = new AbortController();
    const { promise: over, resolve } = Promise.withResolvers<undefined>();
    this.starting.set(desktopId, { stop, over });
    try {
      const door = await this.startPod(desktopId, stop.signal);
      const link = await this.openLink(door, stop.signal);
      await link.until(({ phase }) => phase === 'ready', PAINT_WITHIN_MS);
      await probeDesktop(door);
      this.hold(desktopId, door, link);
    } catch (cause) {
      await this.end(desktopId);
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`the desktop did not start: ${why}`, { cause });
    } finally {
      this.starting.delete(desktopId);
      resolve(undefined);
    }
  }

  async adopt(desktopId: string): Promise<boolean> {
    if (this.desktops.has(desktopId)) return true;
    try {
      const door = await this.findDoor(desktopId);
      const link = ControlLink.over(await connectDoor(door, 'control'));
      await link.until(({ phase }) => phase === 'ready', ANSWER_WITHIN_MS);
      this.hold(desktopId, door, link);
      return true;
    } catch {
      return false; // there is no such pod, or not as a desktop that can be used
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
    const young = this.starting.get(desktopId);
    young?.stop.abort();
    await this.end(desktopId);
    await young?.over;
  }

  list(): Promise<string[]> {
    return this.options.cluster.desktopsOf(this.options.pod.instance);
  }

  /** A desktop whose connection broke counts as there until it was looked for. */
  async isRunning(desktopId: string): Promise<boolean> {
    return this.doors.has(desktopId);
  }

  release(): void {
    this.doors.clear();
    this.desktops.letGoOfAll();
  }

  private async startPod(desktopId: string, stopped: AbortSignal): Promise<Door> {
    const { cluster, pod, spec } = this.options;
    const wanted = { ...pod, desktopId, spec: { ...spec, desktopId } };
    const key = randomBytes(DOOR_KEY_BYTES);
    await cluster.createSecret(desktopSecret(wanted, key));
    stopped.throwIfAborted();
    await cluster.createPod(desktopPod(wanted));
    stopped.throwIfAborted();
    const isSettled = (found: Parameters<typeof podState>[0]) => podState(found).is !== 'starting';
    const state = podState(await cluster.untilPod(nameOf(desktopId), isSettled, RUN_WITHIN_MS));
    if (state.is !== 'running') throw new Error(state.is === 'over' ? state.why : state.is);
    return { kind: 'door', host: state.address, port: DOOR_PORT, key };
  }

  /** The keeper listens a moment after its container runs. */
  private async openLink(door: Door, stopped: AbortSignal): Promise<ControlLink> {
    const giveUpAtMs = performance.now() + PAINT_WITHIN_MS;
    for (;;) {
      try {
        return ControlLink.over(await connectDoor(door, 'control'));
      } catch (error) {
        if (performance.now() > giveUpAtMs) throw error;
        await setTimeout(LOOK_EVERY_MS, undefined, { signal: stopped });
      }
    }
  }

  /** @throws Error when no pod of that desktop runs */
  private async findDoor(desktopId: string): Promise<Door> {
    const { cluster, pod } = this.options;
    const name = nameOf(desktopId);
    const [found, secret] = await Promise.all([cluster.readPod(name), cluster.readSecret(name)]);
    const state = podState(found);
    const isOurs = Object.values(found?.metadata?.labels ?? {}).includes(pod.instance);
    const key = Buffer.from(secret?.data?.[SECRET_FILES.doorKey] ?? '', 'base64').toString();
    if (state.is !== 'running' || !isOurs || key === '') throw new Error('the desktop is not there');
    return { kind: 'door', host: state.address, port: DOOR_PORT, key: Buffer.from(key, 'hex') };
  }

  private hold(desktopId: string, door: Door, link: ControlLink): void {
    this.doors.set(desktopId, door);
    this.desktops.hold(desktopId, link);
  }

  /** A broken connection may be the network's fault: the desktop is gone when it cannot be reached again. */
  private async lookAgain(desktopId: string): Promise<void> {
    for (let tries = 0; tries < TRIES_AFTER_A_BREAK && this.doors.has(desktopId); tries += 1) {
      if (await this.adopt(desktopId)) return;
      if (await this.isOver(desktopId)) break;
      await setTimeout(BETWEEN_TRIES_MS);
    }
    if (this.doors.delete(desktopId)) this.tellGone(desktopId);
  }

  private async isOver(desktopId: string): Promise<boolean> {
    try {
      return podState(await this.options.cluster.readPod(nameOf(desktopId))).is === 'over';
    } catch {
      return false; // the cluster does not say
    }
  }

  private async end(desktopId: string): Promise<void> {
    const { cluster } = this.options;
    this.doors.delete(desktopId);
    await this.desktops.hearOut(desktopId); // what a keeper says at its end goes down with its door
    this.desktops.letGo(desktopId);
    await cluster.delete(nameOf(desktopId));
    await cluster.untilPod(nameOf(desktopId), (pod) => pod === null, GONE_WITHIN_MS);
  }
}
