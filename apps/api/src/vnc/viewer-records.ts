import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { CLOSE_CODES } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { EventLog } from '../sessions/event-log.js';
import { Sessions } from '../sessions/sessions.js';
import { Holders } from '../signals/holders.js';
import type { DesktopAdmission } from './desktop-door.js';
import { viewerMessagesDropped, viewersEnded } from './metrics.js';
import type { RelaySummary } from './relay/relay.js';

/** What is written of viewers: the session's events, the audit trail, the log, the metrics. Never what they typed or saw. */
@Injectable()
export class ViewerRecords {
  constructor(
    private readonly events: EventLog,
    private readonly sessions: Sessions,
    private readonly holders: Holders,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(ViewerRecords.name);
  }

  /** Tells the customer that somebody looks, and the audit trail when it is somebody else. Never rejects. */
  async joined(admission: DesktopAdmission): Promise<void> {
    const { sessionId, connectionId, access = 'view' } = admission;
    await this.attempt('viewer not recorded', admission, async () => {
      const by = await this.viewedBy(admission);
      await this.events.write(sessionId, 'viewer.joined', {
        viewer: connectionId,
        connection: connectionId,
        access,
        by,
      });
      if (by === 'admin') await this.writeAudit('desktop.observed', admission, { access });
    });
  }

  async left(admission: DesktopAdmission): Promise<void> {
    const { sessionId, connectionId } = admission;
    await this.attempt('viewer not recorded', admission, async () => {
      const by = await this.viewedBy(admission);
      await this.events.write(sessionId, 'viewer.left', {
        viewer: connectionId,
        connection: connectionId,
        by,
      });
    });
  }

  /** Says that the viewer's socket is gone, which is what a revocation's receipt waits for. Never rejects. */
  async acknowledge(admission: DesktopAdmission): Promise<void> {
    const { sessionId, connectionId } = admission;
    await this.attempt('viewer not acknowledged', admission, () =>
      this.holders.acknowledge({ sessionId, kind: 'desktop', id: connectionId }),
    );
  }

  /** One line and one count for each connection, whether it ever saw a pixel or not. Never rejects. */
  async ended(admission: DesktopAdmission, summary: RelaySummary): Promise<void> {
    const { sessionId, connectionId, access } = admission;
    viewersEnded.inc({ code: summary.code });
    for (const [reason, count] of Object.entries(summary.dropped))
      viewerMessagesDropped.inc({ reason }, count);
    const facts = { sessionId, connectionId, access, ...summary };
    if (summary.code === CLOSE_CODES.DESKTOP_LOST) this.log.warn(facts, 'viewer lost the desktop');
    else this.log.info(facts, 'viewer left');
    if (summary.code === CLOSE_CODES.NOT_ALLOWED) {
      await this.attempt('refusal not audited', admission, () =>
        this.writeAudit('viewer.refused', admission, { dropped: summary.dropped }),
      );
    }
  }

  private async viewedBy({ sessionId, accountId }: DesktopAdmission): Promise<'customer' | 'admin'> {
    const session = await this.sessions.find(sessionId);
    return session?.accountId === accountId ? 'customer' : 'admin';
  }

  private async writeAudit(
    action: string,
    { accountId, sessionId, connectionId }: DesktopAdmission,
    data: Record<string, unknown>,
  ): Promise<void> {
    const subject = (await this.sessions.find(sessionId))?.reference ?? sessionId;
    await this.audit.record({
      action,
      actor: { accountId },
      subject,
      data: { sessionId, connectionId, ...data },
    });
  }

  private async attempt(
    failure: string,
    { sessionId, connectionId }: DesktopAdmission,
    work: () => Promise<void>,
  ): Promise<void> {
    await work().catch((err: unknown) => this.log.warn({ err, sessionId, connectionId }, failure));
  }
}
