import { describe, expect, it } from '@jest/globals';
import type { SessionEvent } from '#contracts';
import { absenceWords } from './absence.js';

const AT = '2026-11-23T14:02:00.000Z';
const ABSENCE = { awayMs: 38_000, afterSeq: 4, untilMs: Date.parse(AT) };
const event = (seq: number, name: string, data: object = {}, at = AT) =>
  ({ seq, name, data, at }) as SessionEvent;
const denied = (seq: number, at?: string) => event(seq, 'egress.denied', { count: 1, hosts: ['a'] }, at);
const DENIED = 'A visit to a was not allowed';

describe('the words for an absence', () => {
  it('say that nothing was missed when only their own window went and came', () => {
    const own = { viewer: 'v', connection: 'c', by: 'customer' };
    const events = [denied(4), event(5, 'viewer.left', own), event(6, 'viewer.joined', own)];
    expect(absenceWords(ABSENCE, events)).toBe('You were away for 38 seconds. Nothing was missed.');
  });

  it('say what happened meanwhile, and neither what was before nor what came after', () => {
    const events = [denied(4), event(5, 'session.expiring', { minutesLeft: 10, expiresAt: AT })];
    const after = denied(6, '2026-11-23T14:02:00.001Z');
    const words = 'You were away for 38 seconds. Meanwhile: 10 minutes left.';
    expect(absenceWords(ABSENCE, [...events, after])).toBe(words);
  });

  it('tell the newest of many, and how many more there are', () => {
    const words = absenceWords(
      ABSENCE,
      [5, 6, 7, 8].map((seq) => denied(seq)),
    );
    expect(words).toContain(`Meanwhile: ${DENIED}. ${DENIED}. And 2 more in the timeline.`);
  });

  it('leave a desktop that was started again to its own strip, and do not say that nothing was missed', () => {
    const events = [
      event(5, 'desktop.lost', { generation: 1 }),
      event(6, 'desktop.restarted', { generation: 2 }),
    ];
    expect(absenceWords(ABSENCE, events)).toBe('You were away for 38 seconds.');
  });
});
