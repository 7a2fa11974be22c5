import { beforeEach, describe, expect, it } from '@jest/globals';
import { CLOSE_CODES } from '#contracts';
import { allByRole, byRole, settled, wordsIn } from '../../testing/screen.js';
import { event, ID, NOW, type OpenedPage, openSessionPage, session } from './testing/session-page.js';

let page: OpenedPage;

beforeEach(async () => {
  page = await openSessionPage();
});

describe('the session page, when the connection is lost,', () => {
  it('says that the network is gone, until when, and tries now when told to', async () => {
    await page.answer(session());
    const because = { code: 1006, reason: '' };
    page.link.state.set({ name: 'reconnecting', inMs: 4000, at: 0, awaySince: 0, because });
    await page.answer(session());
    expect(byRole('status', 'Reconnecting')).toBeTruthy();
    expect(wordsIn()).toContain('Your network is dropping the connection. Trying again in 4 s.');
    byRole('button', 'Try now').click();
    expect(page.link.tryNow).toHaveBeenCalledTimes(1);
  });

  it('says how long one was away, and that nothing was missed', async () => {
    await page.answer(session());
    page.link.state.set({ name: 'connected', awayMs: 38_000 });
    await page.answer(session());
    expect(wordsIn()).toContain('You were away for 38 seconds. Nothing was missed.');
  });

  it('says what happened while one was away', async () => {
    await page.answer(session());
    const because = { code: 1006, reason: '' };
    page.link.state.set({ name: 'reconnecting', inMs: 4000, at: 0, awaySince: 0, because });
    await page.answer(session());
    page.link.state.set({ name: 'connected', awayMs: 38_000 });
    page.events.live?.onEvent(event(2, 'session.expiring', { minutesLeft: 10, expiresAt: NOW }));
    await page.answer(session());
    expect(wordsIn()).toContain('You were away for 38 seconds. Meanwhile: 10 minutes left.');
  });

  it('does not call it an absence when it was the desktop that was away', async () => {
    await page.answer(session());
    const code = CLOSE_CODES.DESKTOP_LOST;
    page.link.loss.set({ first: code, latest: code, isDesktopGone: true, isOver: true });
    page.link.state.set({ name: 'connected', awayMs: 38_000 });
    await page.answer(session());
    expect(wordsIn()).not.toContain('You were away');
  });

  it('says once that the network is gone', async () => {
    await page.answer(session());
    const because = { code: 1006, reason: '' };
    page.link.state.set({ name: 'reconnecting', inMs: 4000, at: 0, awaySince: 0, because });
    await settled();
    for (const request of page.http.match(`/api/sessions/${ID}`)) request.error(new ProgressEvent('error'));
    await settled();
    expect(byRole('status', 'Reconnecting')).toBeTruthy();
    expect(allByRole('alert')).toEqual([]);
  });

  it('does not call a new absence the old one', async () => {
    await page.answer(session());
    page.link.state.set({ name: 'connected', awayMs: 38_000 });
    await page.answer(session());
    const because = { code: 1006, reason: '' };
    page.link.state.set({ name: 'reconnecting', inMs: 4000, at: 0, awaySince: 0, because });
    await page.answer(session());
    expect(wordsIn()).not.toContain('Nothing was missed.');
  });

  it('keeps the picture and says so when the session cannot be read again', async () => {
    await page.answer(session());
    page.events.live?.onEvent(event(2, 'desktop.lost', { generation: 1 }));
    await settled();
    for (const request of page.http.match(`/api/sessions/${ID}`))
      request.flush('', { status: 502, statusText: 'Bad Gateway' });
    await settled();
    expect(byRole('alert').textContent).toContain('The server answered something');
    expect(wordsIn(byRole('timer'))).toBe('24:00:00');
  });
});
