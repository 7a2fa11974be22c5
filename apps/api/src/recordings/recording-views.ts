import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit-trail.js';
import type { CallerIdentity } from '../auth/index.js';
import { Clock } from '../kernel/clock.js';
import type { RecordingRecord } from './recording-record.js';

/** Whoever plays asks for a segment a minute: longer silence is another viewing. */
const ONE_VIEWING_MS = 5 * 60_000;

/**
 * Writes down who looked at what: one audit entry a viewing, before the first byte of it goes out. No segment leaves
 * without one.
 */
@Injectable()
export class RecordingViews {
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws when it cannot be written: then nothing is shown */
  async note({ id, sessionId, reference }: RecordingRecord, viewer: CallerIdentity): Promise<void> {
    const key = `${id} ${viewer.loginId}`;
    const nowMs = this.clock.monotonicMs();
    const isKnown = nowMs - (this.seen.get(key) ?? -Infinity) < ONE_VIEWING_MS;
    if (!isKnown) {
      await this.audit.record({
        action: 'recording.viewed',
        actor: viewer.email,
        subject: reference,
        data: { sessionId, recordingId: id, as: viewer.role },
      });
    }
    this.seen.delete(key); // the oldest stand first
    this.seen.set(key, nowMs);
    this.forgetBefore(nowMs - ONE_VIEWING_MS);
  }

  private forgetBefore(atMs: number): void {
    for (const [key, seenAtMs] of this.seen) {
      if (seenAtMs >= atMs) return;
      this.seen.delete(key);
    }
  }
}
