import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { allByRole, byRole, settled, wordsIn } from '../../testing/screen.js';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { Extend } from './extend.js';
import { LEAVE } from './leave.js';

const SESSION = '0e8f1c2a-5b7d-4c3e-9a1f-000000000001';
const CHECKOUT = '0e8f1c2a-5b7d-4c3e-9a1f-000000000009';

let http: HttpTestingController;
let left: (string | undefined)[][];

beforeEach(() => {
  left = [];
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([]),
      { provide: LEAVE, useValue: (...way: (string | undefined)[]) => left.push(way) },
    ],
  });
  http = TestBed.inject(HttpTestingController);
});

async function arrive(id = SESSION): Promise<void> {
  TestBed.createComponent(Extend).componentRef.setInput('id', id);
  await settled();
}

async function refuse(status: number, code: string): Promise<void> {
  const problem = { type: 'about:blank', title: 'x', status, code, correlationId: 'c0ffee' };
  http.expectOne('/api/billing/checkout').flush(problem, { status, statusText: 'x' });
  await settled();
}

describe('the way to more time', () => {
  it('names the session and nothing about money, and leaves no page to come back to', async () => {
    await arrive();
    const asked = http.expectOne('/api/billing/checkout');
    expect(asked.request.body).toEqual({ extends: SESSION });
    asked.flush({ checkoutId: CHECKOUT, url: 'https://pay.example/c/1' });
    await settled();
    expect(left).toEqual([['https://pay.example/c/1', 'replace']]);
  });

  it.each([
    [409, 'SESSION_ENDED', 'This session is over'],
    [409, 'DESKTOP_NOT_READY', 'Your desktop is still starting'],
    [403, 'ACCOUNT_FROZEN', 'This account is on hold'],
    [404, 'NOT_FOUND', 'There is no such session'],
  ])('says why not in words: %i %s', async (status, code, title) => {
    await arrive();
    await refuse(status, code);
    expect(byRole('heading', title)).toBeTruthy();
    expect(wordsIn(byRole('alert'))).toContain('Nothing was charged.');
    expect(left).toEqual([]);
  });

  it('asks nobody about an address that names no session', async () => {
    await arrive('7Q2F');
    http.expectNone('/api/billing/checkout');
    expect(byRole('heading', 'There is no such session')).toBeTruthy();
  });

  it('says what else went wrong, and tries again when told to', async () => {
    await arrive();
    await refuse(503, 'PAYMENT_PROVIDER_UNAVAILABLE');
    expect(wordsIn(byRole('alert'))).toContain('Payments are not working right now');
    byRole('button', 'Try again').click();
    await settled();
    http.expectOne('/api/billing/checkout').flush({ checkoutId: CHECKOUT, url: 'https://pay.example/c/2' });
    await settled();
    expect(left).toHaveLength(1);
    expect(allByRole('alert')).toEqual([]);
  });
});
