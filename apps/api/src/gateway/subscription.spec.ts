import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { SessionEvent, SessionId } from '#contracts';
import { SessionFeed } from './session-feed.js';
import { Subscription, type EventSink } from './subscription.js';

const SESSION = '0b9a1c52-4c6e-4f0e-9a52-111111111111' as SessionId;

/** A log that answers after a turn of the event loop, like a database. */
class FakeLog {
  readonly events: SessionEvent[] = [];
  append(name = 'desktop.ready', data: Record<string, unknown> = {}): void {
    this.events.push({
      sessionId: SESSION,
      seq: this.events.length + 1,
      name,
      at: '2026-11-23T00:00:00.000Z',
      data,
    });
  }
  async since(_id: string, after: number, limit: number) {
    await new Promise((resolve) => setImmediate(resolve));
    return this.events.slice(after, after + limit);
  }
}

function follower(log: FakeLog, after: number) {
  const seqs: number[] = [];
  const ended: string[] = [];
  const connection: EventSink = {
    sendEvent: ({ seq }: SessionEvent) => void seqs.push(seq),
    room: async () => {},
  };
  const subscription = new Subscription({
    connection,
    sessionId: SESSION,
    after,
    source: log,
    onEnded: (_s, reason) => ended.push(reason),
  });
  return { subscription, seqs, ended };
}

describe('a subscription', () => {
  it('gets exactly (after, head] and then what follows, in order, none twice, whenever events and hints come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(30),
        fc.nat(30),
        fc.array(fc.constantFrom('append', 'hint', 'turn'), { maxLength: 60 }),
        async (before, after, steps) => {
          const log = new FakeLog();
          for (let n = 0; n < before; n += 1) log.append();
          const from = Math.min(after, before);
          const feed = new SessionFeed(SESSION, before, log);
          const { subscription, seqs } = follower(log, from);
          feed.add(subscription);
          const work: Promise<void>[] = [subscription.catchUp(() => Math.max(feed.head, before))];
          for (const step of steps) {
            if (step === 'append') log.append();
            else if (step === 'hint') work.push(feed.refresh());
            else await new Promise((resolve) => setImmediate(resolve));
          }
          await Promise.all(work);
          await feed.refresh(); // the sweep
          expect(seqs).toEqual(Array.from({ length: log.events.length - from }, (_, n) => from + n + 1));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says once that the session has ended, after the event that says why', async () => {
    const log = new FakeLog();
    log.append('session.ended', { endReason: 'revoked' });
    const { subscription, seqs, ended } = follower(log, 0);
    await subscription.catchUp(() => 1);
    expect({ seqs, ended, expects: subscription.expectsEnd() }).toEqual({
      seqs: [1],
      ended: ['revoked'],
      expects: false,
    });
  });

  it('sends nothing after it was stopped', async () => {
    const log = new FakeLog();
    for (let n = 0; n < 5; n += 1) log.append();
    const { subscription, seqs } = follower(log, 0);
    const replay = subscription.catchUp(() => 5);
    subscription.stop();
    await replay;
    expect(seqs).toEqual([]);
  });
});
