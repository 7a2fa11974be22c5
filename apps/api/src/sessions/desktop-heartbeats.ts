import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { Desktops } from '../desktops/desktops.js';
import { Downtime } from './downtime.js';

const BEAT_MS = 15_000;

/** Looks whether each desktop of this host answers, the way a viewer does, and says so to the database. */
@Injectable()
export class DesktopHeartbeats {
  private beating = false;

  constructor(
    private readonly desktops: Desktops,
    private readonly downtime: Downtime,
    private readonly log: PinoLogger,
  ) {
    log.setContext(DesktopHeartbeats.name);
  }

  @Interval(BEAT_MS)
  async beat(): Promise<void> {
    if (this.beating) return;
    this.beating = true;
    try {
      await this.downtime.seen(await this.desktops.answering());
    } catch (err) {
      this.log.warn({ err }, 'heartbeats not written');
    } finally {
      this.beating = false;
    }
  }
}
