import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../config/app-config.js';
import { DesktopLedger } from './desktop-ledger.js';
import { DesktopSupply } from './desktop-supply.js';

/**
 * Keeps desktops ready that nobody has yet: a customer then waits for a claim instead of a start. Fills one at a time,
 * in the background, and never takes a place a session could not have. A node that only serves the api keeps none.
 */
@Injectable()
export class WarmPool {
  private readonly size: number;
  private filling: Promise<void> | null = null;
  private closed = false;

  constructor(
    { desktops, server }: AppConfig,
    private readonly ledger: DesktopLedger,
    private readonly supply: DesktopSupply,
    private readonly log: PinoLogger,
  ) {
    log.setContext(WarmPool.name);
    this.size = server.role === 'api' ? 0 : desktops.poolSize;
  }

  /** Returns at once. What fails now is tried again when the pool is next asked to fill. */
  refill(): void {
    if (this.closed) return;
    this.filling ??= this.fill()
      .catch((err: unknown) => this.log.error({ err }, 'no warm desktop'))
      .finally(() => (this.filling = null));
  }

  /** A start that is under way is waited for, so that it leaves a whole desktop behind or none. */
  async close(): Promise<void> {
    this.closed = true;
    await this.filling;
  }

  private async fill(): Promise<void> {
    while (!this.closed && (await this.isShort()) && (await this.supply.startWarm())) {
      this.log.info('warm desktop ready');
    }
  }

  private async isShort(): Promise<boolean> {
    const waiting = (await this.ledger.here()).filter(
      ({ state, sessionId }) => sessionId === null && (state === 'warm' || state === 'starting'),
    );
    return waiting.length < this.size;
  }
}
