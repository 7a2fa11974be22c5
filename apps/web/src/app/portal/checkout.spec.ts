import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { byRole, settled, wordsIn } from '../../testing/screen.js';
import { Checkout } from './checkout.js';

@Component({ template: '' })
class Elsewhere {}

const CHECKOUT = '0e8f1c2a-5b7d-4c3e-9a1f-000000000009';
const SESSION = '0e8f1c2a-5b7d-4c3e-9a1f-000000000001';
const NOW = '2026-11-23T14:00:00.000Z';
const session = (state: string, some: object = {}) => ({
  id: SESSION,
  reference: '7Q2F',
  state,
  createdAt: NOW,
  activatedAt: null,
  expiresAt: null,
  extendedSeconds: 0,
  creditedSeconds: 0,
  desktop: { state: 'starting' },
  now: NOW,
  ...some,
});

let http: HttpTestingController;

beforeEach(() => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter(
        [
          { path: 'checkout/:checkoutId', component: Checkout },
          { path: '**', component: Elsewhere },
        ],
        withComponentInputBinding(),
      ),
    ],
  });
  http = TestBed.inject(HttpTestingController);
});

async function arrive(query = ''): Promise<void> {
  await RouterTestingHarness.create(`/checkout/${CHECKOUT}${query}`);
  await settled();
}

async function checkoutIs(some: object): Promise<void> {
  http
    .expectOne(`/api/billing/checkouts/${CHECKOUT}`)
    .flush({ id: CHECKOUT, kind: 'first', refunded: false, ...some });
  await settled();
}

async function sessionIs(body: object): Promise<void> {
  http.expectOne(`/api/sessions/${SESSION}`).flush(body);
  await settled();
}

describe('the return page', () => {
  it('tells whoever turned back that nothing was charged', async () => {
    await arrive('?cancelled=1');
    await checkoutIs({ status: 'open' });
    expect(byRole('heading', 'You turned back')).toBeTruthy();
    expect(wordsIn()).toContain('Nothing was charged.');
  });

  it('believes the payment, not the address', async () => {
    await arrive('?cancelled=1');
    await checkoutIs({ status: 'paid' });
    expect(byRole('heading', 'Your desktop is on its way')).toBeTruthy();
  });

  it('says that there is no such payment, when it is not theirs either', async () => {
    await arrive();
    http
      .expectOne(`/api/billing/checkouts/${CHECKOUT}`)
      .flush(
        { type: 'about:blank', title: 'x', status: 404, code: 'NOT_FOUND', correlationId: 'c' },
        { status: 404, statusText: 'Not Found' },
      );
    await settled();
    expect(byRole('heading', 'There is no such payment')).toBeTruthy();
  });

  it('stands at the step that is under way', async () => {
    await arrive();
    await checkoutIs({ status: 'paid', sessionId: SESSION });
    await sessionIs(session('provisioning'));
    const now = document.querySelector('[aria-current=step]');
    expect(wordsIn(now ?? undefined)).toContain('Desktop Starting a browser of your own.');
  });

  it('lets whoever waits for a bank go, and counts no seconds', async () => {
    await arrive();
    await checkoutIs({ status: 'pending' });
    expect(byRole('heading', 'Waiting for your bank')).toBeTruthy();
    expect(byRole('link', 'Your sessions')).toBeTruthy();
    expect(wordsIn()).not.toMatch(/\d s\b/);
  });

  it('says what happens to the money when the desktop did not start', async () => {
    await arrive();
    await checkoutIs({ status: 'paid', sessionId: SESSION });
    await sessionIs(session('ended', { endedAt: NOW, endReason: 'failed_to_start' }));
    expect(byRole('heading', 'We could not start a desktop')).toBeTruthy();
    expect(wordsIn()).toContain('Your money has been sent back.');
    expect(byRole('link', 'Try again')).toBeTruthy();
  });

  it('leads whoever comes back later to the session that is over, and claims no refund', async () => {
    await arrive();
    await checkoutIs({ status: 'paid', sessionId: SESSION });
    await sessionIs(session('ended', { endedAt: NOW, endReason: 'ended_by_user' }));
    expect(byRole('heading', 'This session is over')).toBeTruthy();
    expect(wordsIn()).not.toContain('sent back');
    expect(byRole('link', 'Go to the session').getAttribute('href')).toBe(`/sessions/${SESSION}`);
  });

  describe('of more time', () => {
    const extension = { kind: 'extension', sessionId: SESSION };
    const later = { activatedAt: NOW, expiresAt: '2026-11-25T14:00:00.000Z', desktop: { state: 'ready' } };

    it('opens no second window of a desktop that is open in another tab', async () => {
      await arrive();
      await checkoutIs({ status: 'paid', ...extension });
      await sessionIs(session('active', later));
      expect(TestBed.inject(Router).url).toBe(`/checkout/${CHECKOUT}`);
      expect(byRole('heading', 'Your time was added')).toBeTruthy();
      expect(wordsIn()).toMatch(/It now ends on 25 Nov, /);
      expect(byRole('link', 'Open the desktop here').getAttribute('href')).toBe(`/sessions/${SESSION}`);
    });

    it('waits for the payment without a word of a new desktop', async () => {
      await arrive();
      await checkoutIs({ status: 'open', ...extension });
      expect(byRole('heading', 'Your time is being added')).toBeTruthy();
      http.expectNone(`/api/sessions/${SESSION}`);
    });

    it('says where the money is when the session had ended first', async () => {
      await arrive();
      await checkoutIs({ status: 'paid', ...extension, refunded: true });
      await sessionIs(session('ended', { endedAt: NOW, endReason: 'expired' }));
      expect(byRole('heading', 'Your money is on its way back')).toBeTruthy();
      expect(byRole('link', 'Your orders')).toBeTruthy();
    });

    it('leads whoever turned back to the same session again', async () => {
      await arrive('?cancelled=1');
      await checkoutIs({ status: 'open', ...extension });
      expect(byRole('link', 'Back to the order').getAttribute('href')).toBe(`/sessions/${SESSION}/extend`);
    });
  });

  it('moves on to the desktop by itself', async () => {
    await arrive();
    await checkoutIs({ status: 'paid', sessionId: SESSION });
    await sessionIs(session('active', { activatedAt: NOW, expiresAt: NOW, desktop: { state: 'ready' } }));
    expect(TestBed.inject(Router).url).toBe(`/sessions/${SESSION}`);
  });
});
