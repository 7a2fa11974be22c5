import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LiveConnections } from './live-connections.js';
import { MessageIntake } from './message-intake.js';
import { RequestsInHand } from './requests-in-hand.js';

/** What was begun has this long to end; well within the 10 s after which a launcher or a pod's grace kills. */
const FINISH_WITHIN_MS = 4_000;

/**
 * A planned end, in this order: not ready and no new sockets; commands in hand are answered; every socket is told goodbye
 * and closed 1012. Runs before anything else of the application ends, because all of it needs the database.
 */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  private done: Promise<void> | undefined;

  constructor(
    private readonly connections: LiveConnections,
    private readonly intake: MessageIntake,
    private readonly requests: RequestsInHand,
  ) {}

  /** Asked again it is the same drain. */
  run(): Promise<void> {
    this.done ??= this.drain();
    return this.done;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.run();
  }

  private async drain(): Promise<void> {
    this.connections.stopAccepting();
    const inHand = Promise.all([this.intake.settled(), this.requests.settled()]);
    await Promise.race([inHand, sleep(FINISH_WITHIN_MS, undefined, { ref: false })]);
    await this.connections.sendHome();
  }
}
