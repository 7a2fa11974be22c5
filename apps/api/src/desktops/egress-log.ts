import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DesktopDriver } from './desktop-driver.js';

/** Writes down what the gates refused: the hosts a page asked for, never a path or a body. */
@Injectable()
export class EgressLog {
  constructor(driver: DesktopDriver, log: PinoLogger) {
    log.setContext(EgressLog.name);
    driver.onEgressDenied((desktopId, denials) => log.info({ desktopId, denials }, 'egress denied'));
  }
}
