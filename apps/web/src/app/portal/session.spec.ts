import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal, type WritableSignal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CLOSE_CODES, type ControlLease, type SessionEvent, type ViewerId } from '#contracts';
import type { ConnectionState } from '#realtime';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { MONOTONIC } from '../backend/server-clock.js';
import { type EventsListener, SessionEvents } from '../backend/session-events.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import { ThisViewer } from '../viewer/viewer-id.js';
import { VIEWER_PROVIDERS } from '../viewer/viewer-providers.js';
import { allByRole, byRole, settled, wordsIn } from '../../testing/screen.js';
import { SessionPage } from './session.js';

const ID = '0e8f1c2a-5b7d-4c3e-9a1f-000000000001';
const NOW = '2026-11-23T14:00:00.000Z';
const session = (some: object = {}) => ({
  id: ID,
  reference: '7Q2F',
  state: 'active',
  createdAt: NOW,
  activatedAt: NOW,
  expiresAt: '2026-11-24T14:00:00.000Z',
  extendedSeconds: 0,
  creditedSeconds: 0,
  desktop: { state: 'ready' },
  now: NOW,
  ...some,
});
const event = (seq: number, name: string, data: object) =>
  ({ sessionId: ID, seq, name, at: NOW, data }) as SessionEvent;

const ME = '0e8f1c2a-5b7d-4c3e-9a1f-0000000000aa' as ViewerId;

/** A log that holds `past`, and hands out what happens from then on through `live`. */
class FakeEvents {
  past: SessionEvent[] = [event(1, 'session.created', { ttlSeconds: 86_400 })];
  live: EventsListener | undefined;

  soFar() {
    return Promise.resolve(this.past);
  }

  follow(_id: string, _after: number, listener: EventsListener) {
    this.live = listener;
    return { state: signal({ name: 'connected', awayMs: 0 }), close: () => (this.live = undefined) };
  }
}

let http: HttpTestingController;
let fixture: ComponentFixture<SessionPage>;
let events: FakeEvents;
let link: { state: WritableSignal<ConnectionState>; tryNow: jest.Mock };

beforeEach(async () => {
  localStorage.setItem('oda.drawer', 'open');
  window.matchMedia ??= () => ({ matches: false }) as MediaQueryList; // jsdom has none
  events = new FakeEvents();
  link = {
    state: signal<ConnectionState>({ name: 'connected', awayMs: 0 }),
    tryNow: jest.fn(),
  };
  const fakeLink = {
    ...link,
    lastFrame: signal(undefined),
    show: () => undefined,
    held: signal(new Set()),
    setScale: () => undefined,
    onText: () => undefined,
    onTextFetched: () => undefined,
  };
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([]),
      { provide: SessionEvents, useValue: events },
      { provide: ThisViewer, useValue: { id: () => Promise.resolve(ME) } },
      { provide: MONOTONIC, useValue: () => 0 }, // a slow machine must not make a second pass
    ],
  });
  TestBed.overrideComponent(SessionPage, {
    remove: { providers: [VIEWER_PROVIDERS] },
    add: {
      providers: [
        ...VIEWER_PROVIDERS.filter((provider) => provider !== DesktopLink),
        { provide: DesktopLink, useValue: fakeLink },
      ],
    },
  });
  http = TestBed.inject(HttpTestingController);
  fixture = TestBed.createComponent(SessionPage);
  fixture.componentRef.setInput('id', ID);
  await settled();
});

async function answer(body: object): Promise<void> {
  for (const request of http.match(`/api/sessions/${ID}`)) request.flush(body);
  await settled();
  for (const request of http.match(`/api/sessions/${ID}`)) request.flush(body);
  await settled();
}

describe('the session page', () => {
  it('tells a session of somebody else and one that does not exist in the same words', async () => {
    http
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
    await answer(
      session({ state: 'provisioning', activatedAt: null, expiresAt: null, desktop: { state: 'starting' } }),
    );
    expect(byRole('status', 'Starting your desktop')).toBeTruthy();
    expect(allByRole('timer')).toEqual([]);
  });

  it('counts down on the server clock', async () => {
    await answer(session());
    expect(wordsIn(byRole('timer'))).toBe('24:00:00');
    expect(byRole('timer').getAttribute('aria-label')).toBe('24 hours left');
  });

  it('lists what happened, and what happens', async () => {
    await answer(session());
    events.live?.onEvent(event(2, 'desktop.lost', { generation: 1 }));
    await answer(session());
    const lines = [...byRole('log', 'Timeline').querySelectorAll('.text')].map((line) => line.textContent);
    expect(lines).toEqual(['Your desktop stopped by itself', 'Paid: a desktop for 24 hours']);
  });

  it('says that the network is gone, until when, and tries now when told to', async () => {
    await answer(session());
    const because = { code: 1006, reason: '' };
    link.state.set({ name: 'reconnecting', inMs: 4000, at: 0, awaySince: 0, because });
    await answer(session());
    expect(byRole('status', 'Reconnecting')).toBeTruthy();
    expect(wordsIn()).toContain('Your network is dropping the connection. Trying again in 4 s.');
    byRole('button', 'Try now').click();
    expect(link.tryNow).toHaveBeenCalledTimes(1);
  });

  it('says how long one was away, and that nothing was missed', async () => {
    await answer(session());
    link.state.set({ name: 'connected', awayMs: 38_000 });
    await answer(session());
    expect(wordsIn()).toContain('You were away for 38 seconds. Nothing was missed.');
  });

  it('says what happened while one was away', async () => {
    await answer(session());
    const because = { code: 1006, reason: '' };
    link.state.set({ name: 'reconnecting', inMs: 4000, at: 0, awaySince: 0, because });
    await answer(session());
    link.state.set({ name: 'connected', awayMs: 38_000 });
    events.live?.onEvent(event(2, 'desktop.lost', { generation: 1 }));
    await answer(session());
    expect(wordsIn()).toContain('You were away for 38 seconds. Meanwhile: Your desktop stopped by itself.');
  });

  it('says once that the network is gone', async () => {
    await answer(session());
    const because = { code: 1006, reason: '' };
    link.state.set({ name: 'reconnecting', inMs: 4000, at: 0, awaySince: 0, because });
    await settled();
    for (const request of http.match(`/api/sessions/${ID}`)) request.error(new ProgressEvent('error'));
    await settled();
    expect(byRole('status', 'Reconnecting')).toBeTruthy();
    expect(allByRole('alert')).toEqual([]);
  });

  it('does not call a new absence the old one', async () => {
    await answer(session());
    link.state.set({ name: 'connected', awayMs: 38_000 });
    await answer(session());
    const because = { code: 1006, reason: '' };
    link.state.set({ name: 'reconnecting', inMs: 4000, at: 0, awaySince: 0, because });
    await answer(session());
    expect(wordsIn()).not.toContain('Nothing was missed.');
  });

  it('says why it ended and what one can do now, and never the code', async () => {
    await answer(session());
    const because = { code: CLOSE_CODES.SESSION_ENDED, reason: 'revoked' };
    link.state.set({ name: 'stopped', after: 'stop', because });
    await answer(session({ state: 'ended', endedAt: NOW, endReason: 'revoked', desktop: { state: 'gone' } }));
    expect(byRole('status', 'This session was ended by an administrator')).toBeTruthy();
    expect(wordsIn()).toContain('write to support with reference 7Q2F');
    expect(wordsIn()).not.toContain('4410');
    expect(byRole('link', 'Start another')).toBeTruthy();
    expect(allByRole('button', /End/)).toEqual([]);
  });

  it('keeps the picture and says so when the session cannot be read again', async () => {
    await answer(session());
    events.live?.onEvent(event(2, 'desktop.lost', { generation: 1 }));
    await settled();
    for (const request of http.match(`/api/sessions/${ID}`))
      request.flush('', { status: 502, statusText: 'Bad Gateway' });
    await settled();
    expect(byRole('alert').textContent).toContain('The server answered something');
    expect(wordsIn(byRole('timer'))).toBe('24:00:00');
  });

  it('says that an administrator watches, as long as they do', async () => {
    await answer(session());
    const admin = { viewer: 'v', connection: 'c', by: 'admin' };
    events.live?.onEvent(event(2, 'viewer.joined', { ...admin, access: 'view' }));
    await answer(session());
    expect(byRole('status', 'An administrator is watching')).toBeTruthy();
    events.live?.onEvent(event(3, 'viewer.left', admin));
    await answer(session());
    expect(allByRole('status', 'An administrator is watching')).toEqual([]);
  });

  it('leads to more time in a tab of its own, at any moment', async () => {
    await answer(session());
    http
      .expectOne('/api/billing/offer')
      .flush({ amountCents: 100, currency: 'usd', ttlSeconds: 86_400, available: false });
    await settled();
    const link = byRole('link', 'Add 24 hours for $1, in a new tab');
    expect(link.getAttribute('href')).toBe(`/sessions/${ID}/extend`);
    expect(link.getAttribute('target')).toBe('_blank');
  });

  it('offers more time at each warning, until it is declined', async () => {
    const end = '2026-11-23T15:00:00.000Z';
    await answer(session({ expiresAt: end }));
    events.live?.onEvent(event(2, 'session.expiring', { minutesLeft: 60, expiresAt: end }));
    await answer(session({ expiresAt: end }));
    expect(wordsIn(byRole('status', /^Your time ends at/))).toContain('goes with it');
    byRole('button', 'Not now').click();
    await answer(session({ expiresAt: end }));
    expect(allByRole('status', /^Your time ends at/)).toEqual([]);
    events.live?.onEvent(event(3, 'session.expiring', { minutesLeft: 10, expiresAt: end }));
    await answer(session({ expiresAt: end }));
    expect(allByRole('status', /^Your time ends at/)).toHaveLength(1);
  });

  it('changes the countdown in place when time was added, and says so', async () => {
    await answer(session());
    const timer = byRole('timer');
    const expiresAt = '2026-11-25T14:00:00.000Z';
    events.live?.onEvent(event(2, 'session.extended', { seconds: 86_400, expiresAt }));
    await answer(session({ expiresAt, extendedSeconds: 86_400 }));
    expect(byRole('timer')).toBe(timer);
    expect(wordsIn(timer)).toBe('48:00:00');
    expect(byRole('status', /^24 hours added\. Your time now ends on 25 Nov/)).toBeTruthy();
    expect(wordsIn(byRole('log', 'Timeline'))).toContain('Paid: 24 hours more');
  });

  it('offers no more time for a session that is over', async () => {
    await answer(session({ state: 'ended', endedAt: NOW, endReason: 'expired', desktop: { state: 'gone' } }));
    expect(allByRole('link', /^Add /)).toEqual([]);
  });

  it('says that another window has control, and takes it', async () => {
    await answer(session());
    const elsewhere: ControlLease = {
      holderKind: 'user',
      holder: 'another window',
      epoch: 3,
      since: NOW,
      present: true,
      request: null,
    };
    for (const request of http.match(`/api/sessions/${ID}/control`)) request.flush(elsewhere);
    await answer(session());
    byRole('button', 'Take control').click();
    await settled();
    const take = http.expectOne({ method: 'POST', url: `/api/sessions/${ID}/control` });
    expect(take.request.body).toEqual({ action: 'take', viewer: ME });
    take.flush({ ...elsewhere, holder: ME, epoch: 4 });
    await settled();
    expect(allByRole('button', 'Take control')).toEqual([]);
  });
});
