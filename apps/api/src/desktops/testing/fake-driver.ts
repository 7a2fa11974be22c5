import { DesktopDriver } from '../desktop-driver.js';
import type { DesktopEndpoint, DesktopPlace } from '../desktop-endpoint.js';
import type { Protection } from '../protections.js';
import type { Trace } from '../trace.js';

/** What runs on a machine whichever process looks: shared by the drivers of a process and of its successor. */
export class FakeMachine {
  readonly running = new Map<string, { sessionId: string | null; remainingMs: number | null }>();
  readonly stopped: string[] = [];
  readonly frozen = new Set<string>();
}

/** A driver that behaves, without desktops. */
export class FakeDriver extends DesktopDriver {
  readonly name = 'process';
  override readonly leaves = { process: 2, file: 1 };
  override readonly usesHostMemory = true;
  /** Set to make the next starts fail. */
  startFails = false;
  /** Set to make a start wait until it resolves. */
  startWaitsFor: Promise<void> = Promise.resolve();
  /** Set to make stops fail. */
  stopFails = false;
  /** Set to make stops wait until it resolves. */
  stopWaitsFor: Promise<void> = Promise.resolve();
  /** Something that no stop reaches. */
  stays: Trace | null = null;
  removeFails = false;
  freezeFails = false;
  readonly paces: { desktopId: string; framesPerSecond: number }[] = [];
  /** What is found when somebody asks what seals a desktop. */
  found: Protection[] = [];
  override readonly canFreeze = true;
  private readonly held = new Set<string>();

  constructor(
    readonly machine = new FakeMachine(),
    readonly max = 4,
  ) {
    super();
  }

  placeOf(desktopId: string): DesktopPlace {
    return this.endpointOf(desktopId);
  }

  endpointOf(desktopId: string): DesktopEndpoint & DesktopPlace {
    return { kind: 'unix', path: `/run/fake/${desktopId}/rfb.sock` };
  }

  async start(desktopId: string): Promise<void> {
    await this.startWaitsFor;
    if (this.startFails) throw new Error('it does not start');
    this.machine.running.set(desktopId, { sessionId: null, remainingMs: null });
    this.held.add(desktopId);
  }

  async adopt(desktopId: string): Promise<boolean> {
    if (this.machine.running.has(desktopId)) this.held.add(desktopId);
    return this.held.has(desktopId);
  }

  async bind(desktopId: string, sessionId: string, remainingMs: number): Promise<void> {
    if (!this.machine.running.has(desktopId)) throw new Error('it is not there');
    this.machine.running.set(desktopId, { sessionId, remainingMs });
    this.machine.frozen.delete(desktopId);
  }

  override async protections(): Promise<Protection[]> {
    return this.found;
  }

  override async freeze(desktopId: string): Promise<void> {
    if (this.freezeFails) throw new Error('it does not stand still');
    if (!this.machine.running.has(desktopId)) throw new Error('it is not there');
    this.machine.frozen.add(desktopId);
  }

  override async thaw(desktopId: string): Promise<void> {
    if (!this.machine.running.has(desktopId)) throw new Error('it is not there');
    this.machine.frozen.delete(desktopId);
  }

  override isFrozen(desktopId: string): boolean {
    return this.machine.frozen.has(desktopId);
  }

  pace(desktopId: string, framesPerSecond: number): void {
    this.paces.push({ desktopId, framesPerSecond });
  }

  async stop(desktopId: string): Promise<void> {
    await this.stopWaitsFor;
    if (this.stopFails) throw new Error('it does not stop');
    this.held.delete(desktopId);
    this.machine.running.delete(desktopId);
    this.machine.stopped.push(desktopId);
  }

  async list(): Promise<string[]> {
    return [...this.machine.running.keys()];
  }

  override async inventory(desktopId?: string): Promise<Trace[]> {
    const traces = [...this.machine.running.keys()].flatMap((id): Trace[] => [
      { kind: 'process', id: `${id}.1`, desktopId: id },
      { kind: 'process', id: `${id}.2`, desktopId: id },
      { kind: 'file', id: `/run/fake/${id}`, desktopId: id, bytes: 4_096 },
    ]);
    const all = this.stays === null ? traces : [...traces, this.stays];
    return all.filter((trace) => desktopId === undefined || trace.desktopId === desktopId);
  }

  override async remove(): Promise<void> {
    if (!this.removeFails) this.stays = null;
  }

  async isRunning(desktopId: string): Promise<boolean> {
    return this.held.has(desktopId);
  }

  release(): void {
    this.held.clear();
  }

  /** The desktop dies by itself, noticed or, while nobody holds it, not. */
  die(desktopId: string): void {
    this.machine.running.delete(desktopId);
    if (this.held.delete(desktopId)) this.tellGone(desktopId);
  }

  crashBrowser(desktopId: string, times = 1): void {
    this.tellBrowserCrashed(desktopId, times);
  }

  deny(desktopId: string, host: string): void {
    this.tellDenied(desktopId, [{ host, port: 80, reason: 'private', count: 1 }]);
  }
}
