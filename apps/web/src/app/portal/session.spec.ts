import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CLOSE_CODES, type ControlLease } from '#contracts';
import { allByRole, byRole, settled, type, wordsIn } from '../../testing/screen.js';
import { event, ID, ME, NOW, type OpenedPage, openSessionPage, session } from './testing/session-page.js';

const ELSEWHERE: ControlLease = {
  holderKind: 'user',
  holder: 'another window',
  epoch: 3,
  since: NOW,
  present: true,
  request: null,
};
let page: OpenedPage;

beforeEach(async () => {
  page = await openSessionPage();
});

const controlIs = async (lease: ControlLease) => {
  for (const request of page.http.match(`/api/sessions/${ID}/control`)) request.flush(lease);
  await page.answer(session());
};
const isOff = (button: string) => byRole('button', button).ariaDisabled === 'true';

describe('the session page', () => {
  it('tells a session of somebody else and one that does not exist in the same words', async () => {
    page.http
      .expectOne(`/api/sessions/${ID}`)
      .flush(
        { type: 'about:blank', title: 'x', status: 404, code: 'NOT_FOUND', correlationId: 'c' },
        { status: 404, statusText: 'Not Found' },
      );
    await settled();
    expect(byRole('status', 'There is no such session')).toBeTruthy();
    expect(allByRole('button', /End/)).toEqual([]);
  });

  it('starts no picture and no countdown before the desktop is up', async () => {
    await page.answer(
      session({ state: 'provisioning', activatedAt: null, expiresAt: null, desktop: { state: 'starting' } }),
    );
    expect(byRole('status', 'Starting your desktop')).toBeTruthy();
    expect(allByRole('timer')).toEqual([]);
  });

  it('lists what happened, and what happens', async () => {
    await page.answer(session());
    page.events.live?.onEvent(event(2, 'desktop.lost', { generation: 1 }));
    await page.answer(session());
    const lines = [...byRole('log', 'Timeline').querySelectorAll('.text')].map((line) => line.textContent);
    expect(lines).toEqual(['Your desktop stopped by itself', 'Paid: a desktop for 24 hours']);
  });

  it('lists neither their own windows nor one who may yet come back', async () => {
    await page.answer(session());
    const own = { viewer: ME, connection: 'a', by: 'customer', access: 'control' };
    const guest = { viewer: 'b', connection: 'b', by: 'guest', access: 'view' };
    page.events.live?.onEvent(event(2, 'viewer.joined', own));
    page.events.live?.onEvent(event(3, 'viewer.joined', guest));
    page.events.live?.onEvent(event(4, 'viewer.left', guest));
    await page.answer(session());
    const lines = [...byRole('log', 'Timeline').querySelectorAll('.text')].map((line) => line.textContent);
    expect(lines).toEqual(['A guest began to watch', 'Paid: a desktop for 24 hours']);
  });

  it('says why it ended and what one can do now, and never the code', async () => {
    await page.answer(session());
    const because = { code: CLOSE_CODES.SESSION_ENDED, reason: 'revoked' };
    page.link.state.set({ name: 'stopped', after: 'stop', because });
    await page.answer(
      session({ state: 'ended', endedAt: NOW, endReason: 'revoked', desktop: { state: 'gone' } }),
    );
    expect(byRole('status', 'This session was ended by an administrator')).toBeTruthy();
    expect(wordsIn()).toContain('write to support with reference 7Q2F');
    expect(wordsIn()).not.toContain('4410');
    expect(byRole('link', 'Start another')).toBeTruthy();
    expect(byRole('button', 'Recordings')).toBeTruthy();
    expect(allByRole('button', /End/)).toEqual([]);
  });

  it('gives the focus to what it says of the end, when that was in the desktop', async () => {
    await page.answer(session());
    const end = byRole('button', 'End session');
    expect(end.getAttribute('aria-label')).toBe('End session'); // a phone shows its first word only
    end.focus();
    page.events.live?.onEvent(event(2, 'session.ended', { endReason: 'ended_by_user', endedAt: NOW }));
    await settled();
    await page.answer(
      session({ state: 'ended', endedAt: NOW, endReason: 'ended_by_user', desktop: { state: 'gone' } }),
    );
    expect(document.activeElement).toBe(byRole('heading', 'You ended this session'));
  });

  it('offers no recordings of a session that never started', async () => {
    const never = { activatedAt: null, expiresAt: null, endReason: 'failed_to_start' };
    await page.answer(session({ ...never, state: 'ended', endedAt: NOW, desktop: { state: 'gone' } }));
    expect(byRole('link', 'Start another')).toBeTruthy();
    expect(allByRole('button', 'Recordings')).toEqual([]);
  });

  it('says that an administrator watches, as long as they do', async () => {
    await page.answer(session());
    const admin = { viewer: 'v', connection: 'c', by: 'admin' };
    page.events.live?.onEvent(event(2, 'viewer.joined', { ...admin, access: 'view' }));
    await page.answer(session());
    expect(byRole('status', 'An administrator is watching')).toBeTruthy();
    page.events.live?.onEvent(event(3, 'viewer.left', admin));
    await page.answer(session());
    expect(allByRole('status', 'An administrator is watching')).toEqual([]);
  });

  it('says that another window has control, and takes it', async () => {
    await page.answer(session());
    await controlIs(ELSEWHERE);
    byRole('button', 'Take control').click();
    await settled();
    const take = page.http.expectOne({ method: 'POST', url: `/api/sessions/${ID}/control` });
    expect(take.request.body).toEqual({ action: 'take', viewer: ME });
    take.flush({ ...ELSEWHERE, holder: ME, epoch: 4 });
    await settled();
    expect(allByRole('button', 'Take control')).toEqual([]);
    expect(isOff('Special keys')).toBe(false);
  });

  it('has nothing that pretends to act while another window has control', async () => {
    await page.answer(session());
    expect(isOff('Special keys')).toBe(false);
    expect(page.link.letGoOfHeld).not.toHaveBeenCalled();
    await controlIs(ELSEWHERE);
    expect(page.link.letGoOfHeld).toHaveBeenCalledTimes(1);
    expect([isOff('Special keys'), isOff('Keyboard')]).toEqual([true, true]);
    expect(document.querySelector('[role=application]')?.ariaLabel).toBe('Desktop, to look at only');
    byRole('button', 'Clipboard').click();
    await settled();
    type(byRole('textbox', 'Clipboard of the desktop'), 'a text');
    await settled();
    expect(byRole('button', 'Send to the desktop')).toHaveProperty('disabled', true);
    expect(wordsIn()).toContain('Take control to send a text to the desktop');
  });

  it('asks for control, and takes that back', async () => {
    await page.answer(session());
    await controlIs(ELSEWHERE);
    byRole('button', 'Ask for it').click();
    await settled();
    const asked = page.http.expectOne({ method: 'POST', url: `/api/sessions/${ID}/control` });
    expect(asked.request.body).toEqual({ action: 'request', viewer: ME });
    asked.flush({ ...ELSEWHERE, request: { requesterKind: 'user', requester: ME, at: NOW } });
    await settled();
    expect(byRole('status', 'You asked for control.')).toBeTruthy();
    byRole('button', 'Take it back').click();
    await settled();
    page.http.expectOne({ method: 'POST', url: `/api/sessions/${ID}/control` }).flush(ELSEWHERE);
    await settled();
    expect(byRole('button', 'Ask for it')).toBeTruthy();
  });

  it('hears that another has taken its request back', async () => {
    await page.answer(session());
    const setInterval = jest.spyOn(window, 'setInterval');
    const request = { requesterKind: 'user', requester: 'another window', at: NOW } as const;
    await controlIs({ ...ELSEWHERE, holder: ME, request });
    expect(byRole('status', 'Another window of yours asks for control.')).toBeTruthy();
    const look = setInterval.mock.calls.find(([, periodMs]) => periodMs === 3000)?.[0];
    (look as () => void)();
    await settled();
    await controlIs({ ...ELSEWHERE, holder: ME });
    expect(allByRole('status', /asks for control/)).toEqual([]);
  });
});
