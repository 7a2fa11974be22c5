import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { allByRole, byRole, settled, wordsIn } from '../../testing/screen.js';
import { AllSessions } from './all-sessions.js';

const NOW = '2026-11-23T14:00:00.000Z';
const id = (n: number) => `0e8f1c2a-5b7d-4c3e-9a1f-00000000000${n}`;
const row = (n: number, state: 'active' | 'ended') => ({
  id: id(n),
  reference: `REF${n}`,
  state,
  createdAt: NOW,
  activatedAt: NOW,
  expiresAt: '2026-11-24T14:00:00.000Z',
  extendedSeconds: 0,
  creditedSeconds: 0,
  desktop: { state: state === 'active' ? 'ready' : 'gone' },
  now: NOW,
  customer: { id: id(9), email: `customer${n}@northwind.example` },
  connections: { events: n, desktop: 0 },
  egress: null,
});

let http: HttpTestingController;

beforeEach(() => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([{ path: 'all', component: AllSessions }], withComponentInputBinding()),
    ],
  });
  http = TestBed.inject(HttpTestingController);
});

async function open(address: string, items: object[], nextCursor: string | null = null): Promise<void> {
  await RouterTestingHarness.create(address);
  await settled();
  await answer(items, nextCursor);
}

async function answer(items: object[], nextCursor: string | null = null): Promise<string> {
  const request = http.expectOne(({ url }) => url === '/api/admin/sessions');
  request.flush({ items, nextCursor });
  await settled();
  return request.request.params.toString();
}

describe('the table of all sessions', () => {
  it('tells an empty house from a search without a match', async () => {
    await open('/all', []);
    expect(byRole('heading', 'No sessions yet')).toBeTruthy();
    byRole('button', 'Live').click();
    await settled();
    await answer([]);
    expect(byRole('heading', 'No session matches')).toBeTruthy();
  });

  it('keeps the filter in the address, and asks for it', async () => {
    await open('/all', [row(1, 'active')]);
    byRole('button', 'Ended').click();
    await settled();
    expect(await answer([row(2, 'ended')])).toBe('state=ended');
    expect(TestBed.inject(Router).url).toBe('/all?state=ended');
    expect(byRole('button', 'Ended').getAttribute('aria-pressed')).toBe('true');
  });

  it('goes to older pages by cursor', async () => {
    await open('/all', [row(1, 'active')], 'older-than-1');
    byRole('button', 'Older').click();
    await settled();
    expect(await answer([row(2, 'active')])).toBe('cursor=older-than-1');
  });

  it('lets no ended session be chosen', async () => {
    await open('/all', [row(1, 'active'), row(2, 'ended')]);
    expect(byRole<HTMLInputElement>('checkbox', 'Choose session REF2').disabled).toBe(true);
    byRole('checkbox', 'Choose all that have not ended').click();
    await settled();
    expect(wordsIn()).toContain('1 chosen');
  });

  it('forgets a choice that ended meanwhile, rather than revoke it again', async () => {
    await open('/all', [row(1, 'active')]);
    byRole('checkbox', 'Choose session REF1').click();
    await settled();
    expect(wordsIn()).toContain('1 chosen');
    document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    await answer([row(1, 'ended')]);
    expect(wordsIn()).not.toContain('chosen');
  });

  it('opens a row beside the list, without losing it', async () => {
    await open('/all', [row(1, 'active'), row(2, 'active')]);
    byRole('link', 'customer2@northwind.example').click();
    await settled();
    http.expectOne(`/api/admin/sessions/${id(2)}`).flush(row(2, 'active'));
    await settled();
    expect(byRole('heading', 'Session REF2')).toBe(document.activeElement);
    expect(allByRole('link', /@northwind.example$/)).toHaveLength(2);
  });
});
