import type net from 'node:net';

/** The most a desktop may do through its gate. */
export interface EgressCaps {
  connectionsAtOnce: number;
  connectionsPerMinute: number;
  /** Up and down together, as long as the desktop lives. */
  bytes: number;
}

/** What a desktop did through its gate. `up` is out of the desktop. */
export interface EgressUse {
  connections: number;
  bytesUp: number;
  bytesDown: number;
}

export type EgressExcess = 'connections' | 'rate' | 'bytes';

const MINUTE_MS = 60_000;

/**
 * Counts a desktop's connections and bytes, and says when it has had enough. A desktop that scans, spams or mines meets
 * the rate; one that copies the internet meets the bytes, and what it has open then is closed.
 */
export class EgressMeter {
  private readonly open = new Set<net.Socket>();
  private closed: EgressUse = { connections: 0, bytesUp: 0, bytesDown: 0 };
  private told: EgressUse = { connections: 0, bytesUp: 0, bytesDown: 0 };
  private opening = 0;
  private readonly minute = new RollingMinute();

  constructor(private readonly caps: EgressCaps) {}

  /** Asks for one more connection. Null: go on, and say how it went by `opened` or `failed`. */
  ask(nowMs = performance.now()): EgressExcess | null {
    if (this.isExhausted()) return 'bytes';
    if (this.open.size + this.opening >= this.caps.connectionsAtOnce) return 'connections';
    if (this.minute.count(nowMs) >= this.caps.connectionsPerMinute) return 'rate';
    this.minute.add(nowMs);
    this.opening += 1;
    return null;
  }

  opened(socket: net.Socket): void {
    this.opening -= 1;
    this.closed.connections += 1;
    this.open.add(socket);
    socket.once('close', () => {
      this.open.delete(socket);
      this.closed.bytesUp += socket.bytesWritten;
      this.closed.bytesDown += socket.bytesRead;
    });
  }

  failed(): void {
    this.opening -= 1;
  }

  /** Closes what is open once the bytes are used up: to be called now and then. */
  enforce(): void {
    if (this.isExhausted()) for (const socket of [...this.open]) socket.destroy();
  }

  /** Whether anything happened since the last `take`. */
  get hasNews(): boolean {
    const { connections, bytesUp, bytesDown } = this.use;
    return (
      connections + bytesUp + bytesDown > this.told.connections + this.told.bytesUp + this.told.bytesDown
    );
  }

  /** What happened since the last call. */
  take(): EgressUse {
    const [now, before] = [this.use, this.told];
    this.told = now;
    return {
      connections: now.connections - before.connections,
      bytesUp: now.bytesUp - before.bytesUp,
      bytesDown: now.bytesDown - before.bytesDown,
    };
  }

  /** All of it since the desktop began. */
  get use(): EgressUse {
    const use = { ...this.closed };
    for (const { bytesWritten, bytesRead } of this.open) {
      use.bytesUp += bytesWritten;
      use.bytesDown += bytesRead;
    }
    return use;
  }

  private isExhausted(): boolean {
    const { bytesUp, bytesDown } = this.use;
    return bytesUp + bytesDown >= this.caps.bytes;
  }
}

/** How many in the last minute: a window that slides by twentieths of it, so that no list grows. */
class RollingMinute {
  private static readonly PARTS = 20;
  private readonly counts = new Map<number, number>();

  add(nowMs: number): void {
    const part = this.partOf(nowMs);
    this.counts.set(part, (this.counts.get(part) ?? 0) + 1);
  }

  count(nowMs: number): number {
    const oldest = this.partOf(nowMs) - RollingMinute.PARTS;
    let sum = 0;
    for (const [part, count] of this.counts) {
      if (part < oldest) this.counts.delete(part);
      else sum += count;
    }
    return sum;
  }

  private partOf(nowMs: number): number {
    return Math.floor(nowMs / (MINUTE_MS / RollingMinute.PARTS));
  }
}
