import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal, type WritableSignal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { jest } from '@jest/globals';
import type { SessionEvent, ViewerId } from '#contracts';
import type { ConnectionState } from '#realtime';
import { settled } from '../../../testing/screen.js';
import { problemInterceptor } from '../../backend/problem.interceptor.js';
import { MONOTONIC } from '../../backend/server-clock.js';
import { type EventsListener, SessionEvents } from '../../backend/session-events.js';
import { DesktopLink } from '../../viewer/desktop-link.js';
import type { Loss } from '../../viewer/loss.js';
import { ThisViewer } from '../../viewer/viewer-id.js';
import { VIEWER_PROVIDERS } from '../../viewer/viewer-providers.js';
import { SessionPage } from '../session.js';

export const ID = '0e8f1c2a-5b7d-4c3e-9a1f-000000000001';
export const NOW = '2026-11-23T14:00:00.000Z';
export const ME = '0e8f1c2a-5b7d-4c3e-9a1f-0000000000aa' as ViewerId;

/** An active session as the api answers it, but for `some`. */
export const session = (some: object = {}) => ({
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

export const event = (seq: number, name: string, data: object) =>
  ({ sessionId: ID, seq, name, at: NOW, data }) as SessionEvent;

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

export interface OpenedPage {
  readonly http: HttpTestingController;
  readonly events: FakeEvents;
  readonly link: {
    state: WritableSignal<ConnectionState>;
    loss: WritableSignal<Loss | undefined>;
    tryNow: jest.Mock;
    letGoOfHeld: jest.Mock;
  };
  /** Answers whoever asks for the session, and whoever asks again because of the answer. */
  answer(body: object): Promise<void>;
}

/** The session's page, its desktop and its events at the test's command, before the api's first answer. */
export async function openSessionPage(): Promise<OpenedPage> {
  localStorage.clear();
  localStorage.setItem('oda.drawer', 'open');
  window.matchMedia ??= () => ({ matches: false }) as MediaQueryList; // jsdom has none
  const events = new FakeEvents();
  const link = {
    state: signal<ConnectionState>({ name: 'connected', awayMs: 0 }),
    loss: signal<Loss | undefined>(undefined),
    tryNow: jest.fn(),
    letGoOfHeld: jest.fn(),
  };
  const fakeLink = {
    ...link,
    lastFrame: signal(undefined),
    show: () => undefined,
    held: signal(new Set()),
    letGo: () => undefined,
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
  const http = TestBed.inject(HttpTestingController);
  const fixture = TestBed.createComponent(SessionPage);
  fixture.componentRef.setInput('id', ID);
  await settled();
  const answer = async (body: object): Promise<void> => {
    for (let asked = 0; asked < 2; asked += 1) {
      for (const request of http.match(`/api/sessions/${ID}`)) request.flush(body);
      await settled();
    }
  };
  return { http, events, link, answer };
}
