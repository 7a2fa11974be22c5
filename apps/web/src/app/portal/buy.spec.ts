import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Access } from '../backend/access.js';
import { accessInterceptor } from '../backend/access.interceptor.js';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { byRole, settled } from '../../testing/screen.js';
import { Buy } from './buy.js';
import { LEAVE } from './leave.js';

const offer = (available: boolean) => ({ amountCents: 100, currency: 'usd', ttlSeconds: 86_400, available });

let http: HttpTestingController;
let left: string[];

beforeEach(async () => {
  left = [];
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([accessInterceptor, problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([]),
      { provide: LEAVE, useValue: (url: string) => left.push(url) },
      {
        provide: Access,
        useValue: { bearer: () => Promise.resolve('t'), renew: () => Promise.resolve(undefined) },
      },
    ],
  });
  http = TestBed.inject(HttpTestingController);
  TestBed.createComponent(Buy);
  await settled();
});

async function withTheBank(...ids: string[]): Promise<void> {
  const items = ids.map((id) => ({ id, createdAt: '2026-11-23T14:02:00.000Z' }));
  http.expectOne('/api/billing/checkouts/pending').flush({ items });
  await settled();
}

async function offered(available: boolean): Promise<void> {
  http.expectOne('/api/billing/offer').flush(offer(available));
  await settled();
}

describe('buying', () => {
  it('shows that it is loading before there is a price', () => {
    expect(byRole('status').textContent).toContain('Loading');
  });

  it('says what to do when the price cannot be read', async () => {
    http.expectOne('/api/billing/offer').flush('', { status: 502, statusText: 'Bad Gateway' });
    await settled();
    expect(byRole('alert').textContent).toContain('The server answered something we do not understand');
    expect(byRole('button', 'Try again')).toBeTruthy();
  });

  it('takes no money while the house is full, and says so', async () => {
    await offered(false);
    expect(byRole<HTMLButtonElement>('button', 'Pay $1').disabled).toBe(true);
    expect(byRole('status').textContent).toContain('No desktop is free right now');
  });

  it('says that a bank is still working on an earlier payment before another one is made', async () => {
    await offered(true);
    await withTheBank('0e8f1c2a-5b7d-4c3e-9a1f-000000000007');
    expect(byRole('status').textContent).toContain('is with your bank');
    expect(byRole('link', 'Follow it').getAttribute('href')).toBe(
      '/checkout/0e8f1c2a-5b7d-4c3e-9a1f-000000000007',
    );
  });

  it('says nothing of banks when none is working', async () => {
    await offered(true);
    await withTheBank();
    expect(document.body.textContent).not.toContain('bank');
  });

  it('goes to the payment page', async () => {
    await offered(true);
    byRole('button', 'Pay $1').click();
    await settled();
    http.expectOne('/api/billing/checkout').flush({
      checkoutId: '0e8f1c2a-5b7d-4c3e-9a1f-000000000009',
      url: 'https://pay.example/c/1',
    });
    await settled();
    expect(left).toEqual(['https://pay.example/c/1']);
  });

  it('looks for room again when the last place went to somebody else', async () => {
    await offered(true);
    byRole('button', 'Pay $1').click();
    await settled();
    http
      .expectOne('/api/billing/checkout')
      .flush(
        { type: 'about:blank', title: 'Full', status: 409, code: 'NO_CAPACITY', correlationId: 'c0ffee' },
        { status: 409, statusText: 'Conflict' },
      );
    await settled();
    await offered(false);
    expect(byRole('alert').textContent).toContain('Nothing was charged');
    expect(left).toEqual([]);
  });
});
