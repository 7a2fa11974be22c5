import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { CLOSE_CODES, type AuditAction, type ViewerKind } from '#contracts';
import { AuditTrail } from '../audit/audit-trail.js';
import { Sessions } from '../sessions/sessions.js';
import { Viewers } from '../sessions/viewers.js';
import { Holders } from '../signals/holders.js';
import { windowOf, type DesktopAdmission } from './desktop-admission.js';
import { viewerMessagesDropped, viewersEnded } from './metrics.js';
import { MAY_ONLY_LOOK } from './policy/viewer-policy.js';
import type { RelaySummary } from './relay/relay.js';

/** What is written of viewers: the session's events, the audit trail, the log, the metrics. Never what they typed or saw. */
@Injectable()
export class ViewerRecords {
  constructor(
    private readonly viewers: Viewers,
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
      await this.viewers.join({
        sessionId,
        connection: connectionId,
        viewer: windowOf(admission),
        access,
        by,
        ...('shareId' in admission && { share: admission.shareId }),
      });
      if (by === 'admin') await this.writeAudit('desktop.observed', admission, { access });
    });
  }

  /** Writes down when somebody else than the customer listens. Never rejects. */
  async heard(admission: DesktopAdmission): Promise<void> {
    await this.attempt('listener not audited', admission, async () => {
      if ((await this.viewedBy(admission)) === 'admin')
        await this.writeAudit('desktop.observed', admission, { access: 'view', sound: true });
    });
  }

  async left(admission: DesktopAdmission): Promise<void> {
    await this.attempt('viewer not recorded', admission, () => this.viewers.leave(admission.connectionId));
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
    if (summary.reason === MAY_ONLY_LOOK) {
      await this.attempt('refusal not audited', admission, () =>
        this.writeAudit('viewer.refused', admission, { dropped: summary.dropped }),
      );
    }
  }

  private async viewedBy(admission: DesktopAdmission): Promise<ViewerKind> {
    if ('shareId' in admission) return 'guest';
    const session = await this.sessions.find(admission.sessionId);
    return session?.accountId === admission.accountId ? 'customer' : 'admin';
  }

  private async writeAudit(
    action: AuditAction,
    admission: DesktopAdmission,
    data: Record<string, unknown>,
  ): Promise<void> {
    const { accountId, sessionId, connectionId } = admission;
    const shareId = 'shareId' in admission ? admission.shareId : undefined;
    const subject = (await this.sessions.find(sessionId))?.reference ?? sessionId;
    await this.audit.record({
      action,
      actor: shareId ? 'guest' : { accountId },
      subject,
      data: { sessionId, connectionId, ...(shareId && { shareId }), ...data },
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
