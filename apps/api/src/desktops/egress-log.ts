import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DesktopDriver } from './desktop-driver.js';
import { egressConnections, egressDenied, egressDown, egressUp } from './metrics.js';

/** Writes down what the gates refused, and counts what passed: the hosts a page asked for, never a path or a body. */
@Injectable()
export class EgressLog {
  constructor(driver: DesktopDriver, log: PinoLogger) {
    log.setContext(EgressLog.name);
    driver.onEgressDenied((desktopId, denials) => {
      log.info({ desktopId, denials }, 'egress denied');
      for (const { reason, count } of denials) egressDenied.inc({ reason }, count);
    });
    driver.onEgress((_id, { connections, bytesUp, bytesDown }) => {
      egressConnections.inc(connections);
      egressUp.inc(bytesUp);
      egressDown.inc(bytesDown);
    });
  }
}
