import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Agenda } from '../agenda.js';
import type { Settings } from '../settings.js';
import type { Store } from '../store/store.js';
import type { FaultSwitches } from './faults.js';
import type { Journal, RecordedEvent } from './journal.js';
import { postEvent, type PostResult } from './post-event.js';
import { BackwardsQueue } from './reorder.js';

/** Stripe waits minutes and hours between attempts, for three days; here the first come sooner, for people who wait. */
const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000];
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;

const DeliveryRow = z.object({
  event_id: z.string(),
  attempts: z.number(),
  state: z.enum(['pending', 'delivered', 'failed']),
  last_answer: z.string().nullable(),
});
export type Delivery = z.infer<typeof DeliveryRow>;

/** Sends each event until the endpoint answers 2xx, across restarts. */
export class Deliveries {
  private readonly backwards = new BackwardsQueue();
  private readonly stopping = new AbortController();
  private readonly firstAttempts = new Map<string, (() => void)[]>();

  constructor(
    private readonly parts: {
      store: Store;
      journal: Journal;
      agenda: Agenda;
      faults: FaultSwitches;
      settings: Pick<Settings, 'webhookSecrets' | 'webhookUrl'>;
      nowMs: () => number;
    },
  ) {
    parts.agenda.on('deliver', (eventId) => this.attempt(eventId));
  }

  /** Cuts attempts in flight, which are made again after the next start, and keeps nobody waiting for them. */
  stop(): void {
    this.stopping.abort();
    for (const eventId of this.firstAttempts.keys()) this.tellAnswered(eventId);
  }

  /** Resolves when the endpoint has answered an attempt of this event (or refused it), at the latest after `ms`. */
  async answered(eventId: string, ms: number): Promise<void> {
    if ((this.find(eventId)?.attempts ?? 1) > 0) return;
    const answered = new Promise<void>((resolve) => {
      this.firstAttempts.set(eventId, [...(this.firstAttempts.get(eventId) ?? []), resolve]);
    });
    const late = new AbortController();
    await Promise.race([answered, sleep(ms, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
  }

  find(eventId: string): Delivery | undefined {
    const row = this.parts.store.row('select * from deliveries where event_id = ?', eventId);
    return row && DeliveryRow.parse(row);
  }

  /** Sends an event once more, now, whatever became of it. */
  resend(eventId: string): void {
    const { store, agenda, nowMs } = this.parts;
    store.transaction(() => {
      store.run(
        `insert into deliveries (event_id) values (?) on conflict do update set state = 'pending'`,
        eventId,
      );
      agenda.put('deliver', eventId, nowMs());
    });
  }

  private async attempt(eventId: string): Promise<void> {
    const event = this.parts.journal.find(eventId);
    if (!event) throw new Error(`no event ${eventId}`);
    const faults = this.parts.faults.now;
    if (faults.delayMs > 0) await this.pause(faults.delayMs);
    let result: PostResult = { delivered: false, why: 'the sandbox stopped' };
    const send = async () => {
      result = await this.send(event);
    };
    await (faults.reorder ? this.backwards.add(send) : send());
    if (this.stopping.signal.aborted) return;
    this.settle(event, result);
    this.tellAnswered(eventId);
  }

  private tellAnswered(eventId: string): void {
    for (const resolve of this.firstAttempts.get(eventId) ?? []) resolve();
    this.firstAttempts.delete(eventId);
  }

  private async send(event: RecordedEvent): Promise<PostResult> {
    const { duplicate, drop, badSignature } = this.parts.faults.now;
    if (drop) return { delivered: false, why: 'dropped by a fault switch' };
    const { webhookUrl: url, webhookSecrets: secrets } = this.parts.settings;
    const body = JSON.stringify(event, null, 2);
    const post = { url, body, secrets, badSignature, signal: this.stopping.signal };
    const results = await Promise.all(Array.from({ length: 1 + duplicate }, () => postEvent(post)));
    return results.find((result) => !result.delivered) ?? { delivered: true };
  }

  private settle(event: RecordedEvent, result: PostResult): void {
    const { store, agenda, nowMs } = this.parts;
    store.transaction(() => {
      const attempts = 1 + (this.find(event.id)?.attempts ?? 0);
      const given = !result.delivered && nowMs() - event.created * 1000 > GIVE_UP_AFTER_MS;
      const state = result.delivered ? 'delivered' : given ? 'failed' : 'pending';
      store.run(
        'update deliveries set attempts = ?, state = ?, last_answer = ? where event_id = ?',
        attempts,
        state,
        result.delivered ? 'delivered' : result.why,
        event.id,
      );
      if (state !== 'pending') agenda.remove('deliver', event.id);
      else agenda.put('deliver', event.id, nowMs() + retryAfterMs(attempts));
    });
  }

  private async pause(ms: number): Promise<void> {
    // Rejects when the sandbox stops; the attempt is then abandoned, and made again after the next start.
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Wait after the n-th attempt that failed. */
export function retryAfterMs(attempts: number): number {
  return RETRY_AFTER_MS[Math.min(attempts, RETRY_AFTER_MS.length) - 1] ?? 0;
}
