import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { ControlWatch } from '../sessions/control/control-watch.js';
import { SessionControl } from '../sessions/control/session-control.js';
import { windowOf, type DesktopAdmission } from './desktop-admission.js';
import { LeaseSteering } from './lease-steering.js';

/** Gives each viewer who may act their part of the session's lease. */
@Injectable()
export class SteeringDesk {
  constructor(
    private readonly control: SessionControl,
    private readonly watch: ControlWatch,
    private readonly log: PinoLogger,
  ) {
    log.setContext(SteeringDesk.name);
  }

  /** @param onLost called when somebody else acts from now on, or nobody */
  steer(admission: DesktopAdmission, onLost: () => void): LeaseSteering {
    const { sessionId } = admission;
    const viewer = { kind: 'user', id: windowOf(admission) } as const;
    return new LeaseSteering({
      viewer,
      follow: (onChange) => this.watch.follow(sessionId, onChange),
      take: async () => {
        try {
          this.watch.learn(await this.control.takeIfFree(sessionId, viewer));
        } catch (err) {
          this.log.warn({ err, sessionId }, 'control not taken');
        }
      },
      onLost,
    });
  }
}
