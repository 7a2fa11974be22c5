import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DesktopDriver } from '../desktop-driver.js';
import { countByKind, traceKey } from '../trace.js';
import { DeletionRecord } from './deletion-record.js';

const LOOK_EVERY_MS = 50;
const GONE_WITHIN_MS = 5_000;

/** Takes a desktop apart and writes down what was there and when it went. */
@Injectable()
export class DesktopDismantling {
  constructor(
    private readonly driver: DesktopDriver,
    private readonly record: DeletionRecord,
    private readonly log: PinoLogger,
  ) {
    log.setContext(DesktopDismantling.name);
  }

  /**
   * Resolves when the desktop's processes are gone; a stop that fails is followed by removing piece by piece. What is written down never holds that up: it is looked at before,
   * and again and again until it is over.
   * @throws Error when something survives
   */
  async stop(desktopId: string): Promise<void> {
    let seen = await this.look(desktopId, null);
    let isOver = false;
    const stopping = this.driver.stop(desktopId).finally(() => (isOver = true));
    while (!isOver) {
      await Promise.race([stopping, setTimeout(LOOK_EVERY_MS)]);
      if (!isOver) seen = await this.look(desktopId, seen);
    }
    await stopping.catch(async (err: unknown) => {
      this.log.warn({ err, desktopId }, 'desktop not stopped as a whole');
      await this.finish(desktopId);
    });
  }

  /**
   * Resolves when a look finds nothing any more, and all of it is written down as gone. What a stop left is removed.
   * @throws Error when something cannot be got rid of, or cannot be written down
   */
  async finish(desktopId: string): Promise<void> {
    const giveUpAtMs = performance.now() + GONE_WITHIN_MS;
    for (;;) {
      const left = await this.driver.inventory(desktopId);
      await this.record.observe(desktopId, left);
      if (left.length === 0) return;
      if (performance.now() > giveUpAtMs)
        throw new Error(`left of the desktop: ${JSON.stringify(countByKind(left))}`);
      await this.driver.remove(left);
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** Writes only what has changed since the look before. */
  private async look(desktopId: string, before: string | null): Promise<string | null> {
    try {
      const found = await this.driver.inventory(desktopId);
      const seen = found.map(traceKey).join('\n');
      if (seen !== before) await this.record.observe(desktopId, found);
      return seen;
    } catch (err) {
      this.log.warn({ err, desktopId }, 'what is left of a desktop not written down');
      return null;
    }
  }
}
