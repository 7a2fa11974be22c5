import type { TraceCounts } from '#contracts';
import type { DesktopEndpoint, DesktopPlace } from './desktop-endpoint.js';
import type { Protection } from './protections.js';
import type { Trace } from './trace.js';

/** What an egress gate refused since it last said so, summed up. */
export interface EgressDenials {
  host: string;
  port: number;
  reason: string;
  count: number;
}

/** What passed through a desktop's gate since this was said last; `up` is out of the desktop. */
export interface EgressUse {
  connections: number;
  bytesUp: number;
  bytesDown: number;
}

/** All that passed since a session has the desktop: whole each time, it only grows. */
export interface EgressSums extends EgressUse {
  denied: number;
}

type EgressListener = (desktopId: string, use: EgressUse, sums?: EgressSums) => void;

/**
 * Where desktops come from. Real ones: `process` (a sandbox on this host), `docker` (a container on this host),
 * `kubernetes` (a pod), `remote` (a VNC server that exists). A driver knows desktops by id alone: sessions, rows and
 * generations are the business of whoever calls it.
 */
export abstract class DesktopDriver {
  abstract readonly name: 'process' | 'docker' | 'kubernetes' | 'remote';

  /** How many desktops this host can hold at once. */
  abstract readonly max: number;

  /** Whether desktops take this host's memory: places and warm ones are then fewer when it runs short. */
  readonly usesHostMemory: boolean = false;

  /** Whether the sound of its desktops can be heard. */
  readonly hasSound: boolean = false;

  /**
   * A display that answers RFB though no desktop runs, for health checks; null where there is none.
   * @throws Error when there should be one and it cannot be started
   */
  async canary(): Promise<DesktopEndpoint | null> {
    return null;
  }

  /** Where the desktop of that id will be, or is: for its row. */
  abstract placeOf(desktopId: string): DesktopPlace;

  /**
   * What to dial for it. A driver that has to ask somebody answers later.
   * @throws Error when the desktop is not there, as far as the driver has to look
   */
  abstract endpointOf(desktopId: string): DesktopEndpoint | Promise<DesktopEndpoint>;

  /**
   * Resolves when the desktop answers RFB and its first page is painted. Bounded in time; a start that fails leaves
   * nothing behind.
   */
  abstract start(desktopId: string): Promise<void>;

  /** Takes over a desktop that was started before this process. False when there is none that answers. */
  abstract adopt(desktopId: string): Promise<boolean>;

  /**
   * Gives the desktop to a session, or prolongs it. `remainingMs` is a last line: the desktop ends itself shortly after
   * it, should everything of ours be dead by then.
   * @throws Error when the desktop is not there
   */
  abstract bind(desktopId: string, sessionId: string, remainingMs: number): Promise<void>;

  /** What seals the desktops of this machine, found by looking. None for a server that somebody else runs. */
  async protections(): Promise<Protection[]> {
    return [];
  }

  /** How often the desktop may send pictures. A wish: a desktop that cannot change its pace keeps it. */
  abstract pace(desktopId: string, framesPerSecond: number): void;

  /** Whether `freeze` does anything here. */
  readonly canFreeze: boolean = false;

  /**
   * Stops everything in the desktop where it stands, so that it costs no processor; its memory stays. Meanwhile it
   * accepts connections and answers nothing. It can be stopped, and ends itself at its deadline, as if it ran. Resolves
   * when it stands still; idempotent.
   * @throws Error when the desktop is not there or does not stand still: it then runs
   */
  freeze(desktopId: string): Promise<void>;
  async freeze(): Promise<void> {}

  /** Lets it go on; `bind` does so too. Resolves when it runs; idempotent. */
  thaw(desktopId: string): Promise<void>;
  async thaw(): Promise<void> {}

  /** As far as known now: also of an adopted desktop, which stays as it was. */
  isFrozen(desktopId: string): boolean;
  isFrozen(): boolean {
    return false;
  }

  /** Resolves when nothing of the desktop is left. Idempotent; also ends one that is only just starting. */
  abstract stop(desktopId: string): Promise<void>;

  /** Ids of everything of ours on this host, running or only left behind. */
  abstract list(): Promise<string[]>;

  /** What of a desktop that runs must be found on this host: at least so many, by kind. */
  readonly leaves: TraceCounts = {};

  /**
   * Everything of this instance's desktops that is on this host now, whoever started it and whether anybody wants it; of
   * one alone when it is named. Never anything of another instance.
   */
  async inventory(desktopId?: string): Promise<Trace[]> {
    const ids = (await this.list()).filter((id) => desktopId === undefined || id === desktopId);
    return ids.map((id) => ({ kind: 'container', id, desktopId: id }));
  }

  /** Ends and deletes what an inventory found and `stop` did not reach. */
  remove(traces: readonly Trace[]): Promise<void>;
  async remove(): Promise<void> {
    // where a runtime keeps the desktop, `stop` reaches all of it
  }

  /** Whether a desktop that was started or adopted is still there, as far as known now. */
  abstract isRunning(desktopId: string): Promise<boolean>;

  /** Lets go of every desktop without ending one: this process is about to stop. */
  abstract release(): void;

  /** Called once for a started or adopted desktop that ended without `stop`. */
  onGone(listener: (desktopId: string) => void): void {
    this.goneListeners.push(listener);
  }

  onEgressDenied(listener: (desktopId: string, denials: EgressDenials[]) => void): void {
    this.deniedListeners.push(listener);
  }

  /** Called now and then for a desktop that uses its gate, and when it ends. No sums of one that no session has. */
  onEgress(listener: EgressListener): void {
    this.egressListeners.push(listener);
  }

  /** Called when the browser ended by itself and was started again in the same desktop: `times` since the last call. */
  onBrowserCrashed(listener: (desktopId: string, times: number) => void): void {
    this.crashListeners.push(listener);
  }

  protected tellGone(desktopId: string): void {
    for (const listener of this.goneListeners) listener(desktopId);
  }

  protected tellDenied(desktopId: string, denials: EgressDenials[]): void {
    for (const listener of this.deniedListeners) listener(desktopId, denials);
  }

  protected tellEgress(desktopId: string, use: EgressUse, sums?: EgressSums): void {
    for (const listener of this.egressListeners) listener(desktopId, use, sums);
  }

  protected tellBrowserCrashed(desktopId: string, times: number): void {
    for (const listener of this.crashListeners) listener(desktopId, times);
  }

  private readonly crashListeners: ((desktopId: string, times: number) => void)[] = [];
  private readonly egressListeners: EgressListener[] = [];
  private readonly goneListeners: ((desktopId: string) => void)[] = [];
  private readonly deniedListeners: ((desktopId: string, denials: EgressDenials[]) => void)[] = [];
}
