import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { CrowdAnswer, CrowdMember, CrowdOrder, Seat } from './crowd-protocol.js';

/** The clients of a benchmark, in a process of their own. */
export class Crowd {
  private readonly child: ChildProcess = fork(path.join(import.meta.dirname, 'crowd.ts'));

  /** Opens them, fifty at a time; resolves with the milliseconds each took. */
  async sit(seats: Seat[]): Promise<number[]> {
    return (await this.ask({ kind: 'sit', seats }, 'sat')).tookMs;
  }

  /** Opens them all at the same moment. */
  async comeBack(seats: Seat[]): Promise<number[]> {
    return (await this.ask({ kind: 'return', seats }, 'returned')).tookMs;
  }

  async cut(): Promise<void> {
    await this.ask({ kind: 'cut' }, 'cut');
  }

  async report(): Promise<CrowdMember[]> {
    return (await this.ask({ kind: 'report' }, 'report')).members;
  }

  leave(): void {
    this.child.kill('SIGKILL');
  }

  private async ask<Kind extends CrowdAnswer['kind']>(
    order: CrowdOrder,
    kind: Kind,
  ): Promise<Extract<CrowdAnswer, { kind: Kind }>> {
    this.child.send(order);
    const [answer] = (await once(this.child, 'message')) as [CrowdAnswer];
    if (answer.kind !== kind) throw new Error(`the crowd answered ${answer.kind} to ${order.kind}`);
    return answer as Extract<CrowdAnswer, { kind: Kind }>;
  }
}
