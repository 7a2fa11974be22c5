import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Desktops } from '../desktops/desktops.js';
import { EventLog } from './event-log.js';

/** Writes down that the browser of a session's desktop was started again: viewers stay, and the generation is the same. */
@Injectable()
export class BrowserCrashes {
  constructor(events: EventLog, log: PinoLogger, desktops: Desktops) {
    log.setContext(BrowserCrashes.name);
    desktops.onBrowserCrashed(({ sessionId, generation, times }) => {
      events
        .write(sessionId, 'desktop.restarted', { generation, program: 'browser', times })
        .catch((err: unknown) => log.warn({ err, sessionId, times }, 'restart of a browser not written'));
    });
  }
}
