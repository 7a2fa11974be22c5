import { beforeEach, describe, expect, it } from '@jest/globals';
import { allByRole, byRole, settled, wordsIn } from '../../testing/screen.js';
import { event, ID, NOW, type OpenedPage, openSessionPage, session } from './testing/session-page.js';

let page: OpenedPage;

beforeEach(async () => {
  page = await openSessionPage();
});

describe('the time on the session page', () => {
  it('counts down on the server clock', async () => {
    await page.answer(session());
    expect(wordsIn(byRole('timer'))).toBe('24:00:00');
    expect(byRole('timer').getAttribute('aria-label')).toBe('24 hours left');
  });

  it('leads to more time in a tab of its own, at any moment', async () => {
    await page.answer(session());
    page.http
      .expectOne('/api/billing/offer')
      .flush({ amountCents: 100, currency: 'usd', ttlSeconds: 86_400, available: false });
    await settled();
    const link = byRole('link', 'Add 24 hours for $1, in a new tab');
    expect(link.getAttribute('href')).toBe(`/sessions/${ID}/extend`);
    expect(link.getAttribute('target')).toBe('_blank');
  });

  it('offers more time at each warning, until it is declined', async () => {
    const end = '2026-11-23T15:00:00.000Z';
    await page.answer(session({ expiresAt: end }));
    page.events.live?.onEvent(event(2, 'session.expiring', { minutesLeft: 60, expiresAt: end }));
    await page.answer(session({ expiresAt: end }));
    expect(wordsIn(byRole('status', /^Your time ends at/))).toContain('goes with it');
    byRole('button', 'Not now').click();
    await page.answer(session({ expiresAt: end }));
    expect(allByRole('status', /^Your time ends at/)).toEqual([]);
    page.events.live?.onEvent(event(3, 'session.expiring', { minutesLeft: 10, expiresAt: end }));
    await page.answer(session({ expiresAt: end }));
    expect(allByRole('status', /^Your time ends at/)).toHaveLength(1);
  });

  it('changes the countdown in place when time was added, and says so', async () => {
    await page.answer(session());
    const timer = byRole('timer');
    const expiresAt = '2026-11-25T14:00:00.000Z';
    page.events.live?.onEvent(event(2, 'session.extended', { seconds: 86_400, expiresAt }));
    await page.answer(session({ expiresAt, extendedSeconds: 86_400 }));
    expect(byRole('timer')).toBe(timer);
    expect(wordsIn(timer)).toBe('48:00:00');
    expect(byRole('status', /^24 hours added\. Your time now ends on 25 Nov/)).toBeTruthy();
    expect(wordsIn(byRole('log', 'Timeline'))).toContain('Paid: 24 hours more');
  });

  it('offers no more time for a session that is over', async () => {
    await page.answer(
      session({ state: 'ended', endedAt: NOW, endReason: 'expired', desktop: { state: 'gone' } }),
    );
    expect(allByRole('link', /^Add /)).toEqual([]);
  });
});
