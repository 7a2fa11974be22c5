import net from 'node:net';
import * as z from 'zod';
import type { EgressDenials, EgressSums, EgressUse } from '../../desktop-driver.js';
import { encodeMessage, type ControlRequest, type SupervisorStatus } from './supervisor/control-protocol.js';
import { linesOf } from './supervisor/init/lines.js';

const count = z.number().nonnegative();
const EGRESS_USE = z.object({ connections: count, bytesUp: count, bytesDown: count });

const ControlMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('status'),
    status: z.object({
      desktopId: z.string(),
      phase: z.enum(['starting', 'ready', 'ending']),
      sessionId: z.string().nullable(),
      restarts: z.number(),
      framesPerSecond: z.number().exactOptional(),
      frozen: z.boolean().exactOptional(),
    }),
  }),
  z.object({
    type: z.literal('denied'),
    denials: z.array(z.object({ host: z.string(), port: z.number(), reason: z.string(), count: z.number() })),
  }),
  z.object({ type: z.literal('crashed'), times: count }),
  z.object({
    type: z.literal('egress'),
    use: EGRESS_USE,
    sums: EGRESS_USE.extend({ denied: count }).exactOptional(),
  }),
]);

/** A connection to a supervisor. It closes when the supervisor ends, and that is how the end of a desktop is heard. */
export class ControlLink {
  onDenied: (denials: EgressDenials[]) => void = () => {};
  onEgress: (use: EgressUse, sums?: EgressSums) => void = () => {};
  onCrashed: (times: number) => void = () => {};
  onClosed: () => void = () => {};
  private status: SupervisorStatus | null = null;
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly socket: net.Socket) {
    linesOf(socket).on('line', (line) => this.receive(line));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.wake();
      this.onClosed();
    });
  }

  /** @throws Error when nobody listens there */
  static open(path: string): Promise<ControlLink> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(path);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new ControlLink(socket));
      });
    });
  }

  /** Over a connection that somebody else opened. */
  static over(socket: net.Socket): ControlLink {
    return new ControlLink(socket);
  }

  /** As the supervisor said last. */
  get isFrozen(): boolean {
    return this.status?.frozen === true;
  }

  send(request: ControlRequest): void {
    this.socket.write(encodeMessage(request));
  }

  /** Has the supervisor say all that it has not said yet; resolves when it did, or did not in time. */
  refresh(timeoutMs: number): Promise<void> {
    this.send({ type: 'status' });
    return this.nextChange(timeoutMs);
  }

  /** @throws Error when the supervisor ends, or does not come to that status in time */
  async until(reached: (status: SupervisorStatus) => boolean, timeoutMs: number): Promise<void> {
    const giveUpAtMs = performance.now() + timeoutMs;
    while (this.status === null || !reached(this.status)) {
      if (this.socket.closed) throw new Error('the supervisor ended');
      const leftMs = giveUpAtMs - performance.now();
      if (leftMs <= 0) throw new Error('the supervisor took too long');
      await this.nextChange(leftMs);
    }
  }

  async closed(timeoutMs: number): Promise<boolean> {
    if (!this.socket.closed) await this.until(() => false, timeoutMs).catch(() => {}); // both ways of failing are answers
    return this.socket.closed;
  }

  close(): void {
    this.socket.destroy();
  }

  private nextChange(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      this.waiting.add(wake);
    });
  }

  private receive(line: string): void {
    const message = ControlMessage.safeParse(JSON.parse(line));
    if (!message.success) return; // a newer supervisor may know words that this api does not
    if (message.data.type === 'denied') return this.onDenied(message.data.denials);
    if (message.data.type === 'egress') return this.onEgress(message.data.use, message.data.sums);
    if (message.data.type === 'crashed') return this.onCrashed(message.data.times);
    this.status = message.data.status;
    this.wake();
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
