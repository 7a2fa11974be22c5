import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { stat } from 'node:fs/promises';
import { AppConfig } from '../../config/app-config.js';
import { Desktops } from '../../desktops/desktops.js';
import { NodeIdentity } from '../../kernel/node-identity.js';
import { Endings } from '../../signals/endings.js';
import { listFiles } from '../desktop-files-link.js';
import { packFiles } from './pack-files.js';
import { TakeawayRows, type LivingTakeaway } from './takeaway-rows.js';
import { Takeaways } from './takeaways.js';
import { filesThatFit, fingerprintOf } from './which-files.js';

/** So old is the archive at most when a session ends: an end waits for nothing, so it is made before. */
const LOOK_EVERY_MS = 15_000;

/** Makes the archives that were asked for anew when something changed, and deletes those whose time is over. */
@Injectable()
export class TakeawayKeeper {
  private isBusy = false;

  constructor(
    private readonly config: AppConfig,
    private readonly desktops: Desktops,
    private readonly node: NodeIdentity,
    private readonly rows: TakeawayRows,
    private readonly takeaways: Takeaways,
    private readonly log: PinoLogger,
    endings: Endings,
  ) {
    log.setContext(TakeawayKeeper.name);
    endings.onEnding(({ kind }) => kind === 'session' && void this.clear());
  }

  @Interval(LOOK_EVERY_MS)
  async look(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await this.clear();
      for (const row of await this.rows.living()) await this.refresh(row);
    } catch (err) {
      this.log.warn({ err }, 'takeaways not looked after, the next look will');
    } finally {
      this.isBusy = false;
    }
  }

  /** Deletes what is due here; after a revocation that is at once. */
  private async clear(): Promise<void> {
    try {
      await this.rows.settleEnded(this.config.files.keptHours);
      for (const id of await this.rows.due()) await this.takeaways.drop(id);
    } catch (err) {
      this.log.warn({ err }, 'takeaways not cleared, the next look will');
    }
  }

  private async refresh({ sessionId, fingerprint: known, isAllThatIsLeft }: LivingTakeaway): Promise<void> {
    try {
      const desktop = await this.desktops.endpointOf(sessionId);
      if (!desktop || (desktop.endpoint.kind === 'unix' && desktop.host !== this.node.host)) return;
      const files = filesThatFit((await listFiles(desktop.endpoint)).files, this.config.files.keptBytes);
      const fingerprint = fingerprintOf(files);
      if (fingerprint === known) return;
      if (isAllThatIsLeft && files.length === 0) return; // the desktop is new, and has none yet
      const place = await this.takeaways.placeFor(sessionId);
      await packFiles(desktop.endpoint, files, place);
      const made = { fingerprint, files: files.length, bytes: (await stat(place)).size };
      if (await this.rows.made(sessionId, made)) this.log.info({ sessionId, ...made }, 'takeaway made');
      else await this.takeaways.drop(sessionId);
    } catch (err) {
      this.log.warn({ err, sessionId }, 'takeaway not made, the next look will');
    }
  }
}
