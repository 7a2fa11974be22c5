import { beforeEach, describe, expect, it } from '@jest/globals';
import { CLOSE_CODES } from '#contracts';
import { allByRole, byRole, wordsIn } from '../../testing/screen.js';
import { event, ID, NOW, type OpenedPage, openSessionPage, session } from './testing/session-page.js';

const LOST = CLOSE_CODES.DESKTOP_LOST;
const COMING_BACK = { first: LOST, latest: LOST, isDesktopGone: true, isOver: false };
const WORDS = /^Your desktop stopped by itself at .* Its pages, sign-ins and files are gone\.$/;

let page: OpenedPage;

beforeEach(async () => {
  page = await openSessionPage();
});

/** The desktop is lost and another one is there; the picture is not. */
async function loseDesktop(): Promise<void> {
  await page.answer(session());
  page.link.loss.set(COMING_BACK);
  page.events.live?.onEvent(event(2, 'desktop.lost', { generation: 1 }));
  page.events.live?.onEvent(event(3, 'desktop.restarted', { generation: 2 }));
  await page.answer(session());
}

async function seeItAgain(copy: object = { state: 'off', keptHours: 24 }): Promise<void> {
  page.link.loss.set({ ...COMING_BACK, isOver: true });
  page.link.state.set({ name: 'connected', awayMs: 400 });
  await page.answer(session());
  expect(wordsIn()).not.toContain('Your desktop stopped by itself at');
  for (const request of page.http.match(`/api/sessions/${ID}/takeaway`)) request.flush(copy);
  await page.answer(session());
}

describe('the session page, when the desktop was started again,', () => {
  it('leaves it to the stage until the picture is back, then says what it cost', async () => {
    await loseDesktop();
    expect(allByRole('status', WORDS)).toEqual([]);
    await seeItAgain();
    expect(byRole('status', WORDS)).toBeTruthy();
    expect(wordsIn()).not.toContain('You were away');
  });

  it('tells one who keeps a copy of the files where it is', async () => {
    await loseDesktop();
    await seeItAgain({ state: 'ready', keptHours: 24, madeAt: NOW, files: 2, bytes: 10 });
    expect(byRole('status', /the copy of your files is under Files\.$/)).toBeTruthy();
  });

  it('says so until it is put away, and not again to one who reloads', async () => {
    await loseDesktop();
    await seeItAgain();
    byRole('button', 'Close').click();
    await page.answer(session());
    expect(allByRole('status', WORDS)).toEqual([]);
    expect(localStorage.getItem('oda.restart-closed')).toMatch(/ 3$/);
  });

  it('says that the tabs are back when it was only the browser', async () => {
    await page.answer(session());
    const crash = { generation: 1, program: 'browser', times: 1 };
    page.events.live?.onEvent(event(2, 'desktop.restarted', crash));
    await page.answer(session());
    expect(byRole('status', 'Your browser crashed and was started again. Your tabs are back.')).toBeTruthy();
  });
});
