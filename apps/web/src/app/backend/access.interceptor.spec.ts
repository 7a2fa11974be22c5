import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignedIn } from '#contracts';
import { firstValueFrom } from 'rxjs';
import { Access } from './access.js';
import { accessInterceptor } from './access.interceptor.js';
import { problemInterceptor } from './problem.interceptor.js';

const signedIn = (accessToken: string, expiresIn = 900) =>
  SignedIn.parse({
    user: {
      id: '0e8f1c2a-5b7d-4c3e-9a1f-000000000001',
      email: 'mara@northwind.example',
      role: 'customer',
      createdAt: '2026-11-23T14:02:00.000Z',
    },
    accessToken,
    expiresIn,
  });
const problem = (status: number, code: string) => ({
  type: 'about:blank',
  title: code,
  status,
  code,
  correlationId: 'c0ffee',
});

let http: HttpTestingController;
const turn = () => new Promise((resolve) => setTimeout(resolve));
const ask = (url: string) => firstValueFrom(TestBed.inject(HttpClient).get(url));
const refuse = (url: string) =>
  http.expectOne(url).flush(problem(401, 'UNAUTHENTICATED'), { status: 401, statusText: 'Unauthorized' });

beforeEach(() => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([accessInterceptor, problemInterceptor])),
      provideHttpClientTesting(),
    ],
  });
  http = TestBed.inject(HttpTestingController);
});
afterEach(() => http.verify());

describe('the access interceptor', () => {
  it('forgets who was signed in when the cookie is refused too', async () => {
    const access = TestBed.inject(Access);
    access.accept(signedIn('old'));
    const answer = ask('/api/sessions').catch((error: unknown) => error);
    await turn();
    refuse('/api/sessions');
    await turn();
    refuse('/api/auth/refresh');
    expect(await answer).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(access.user()).toBeUndefined();
  });

  it('signs nobody out because the server is failing', async () => {
    const access = TestBed.inject(Access);
    access.accept(signedIn('old'));
    const answer = ask('/api/sessions').catch((error: unknown) => error);
    await turn();
    refuse('/api/sessions');
    await turn();
    http
      .expectOne('/api/auth/refresh')
      .flush(problem(503, 'UNAVAILABLE'), { status: 503, statusText: 'Unavailable' });
    expect(await answer).toMatchObject({ status: 503 });
    expect(access.user()?.email).toBe('mara@northwind.example');
  });

  it('sends a password that was wrong only once', async () => {
    TestBed.inject(Access).accept(signedIn('good'));
    const answer = ask('/api/auth/password').catch((error: unknown) => error);
    await turn();
    http
      .expectOne('/api/auth/password')
      .flush(problem(401, 'INVALID_CREDENTIALS'), { status: 401, statusText: 'Unauthorized' });
    expect(await answer).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    http.expectNone('/api/auth/refresh');
  });

  it('renews once for all who were refused, and sends each request again', async () => {
    TestBed.inject(Access).accept(signedIn('old'));
    const answers = Promise.all([ask('/api/sessions'), ask('/api/billing/checkouts/1')]);
    await turn();
    refuse('/api/sessions');
    refuse('/api/billing/checkouts/1');
    await turn();
    http.expectOne('/api/auth/refresh').flush(signedIn('new'));
    await turn();
    for (const url of ['/api/sessions', '/api/billing/checkouts/1']) {
      const again = http.expectOne(url);
      expect(again.request.headers.get('Authorization')).toBe('Bearer new');
      again.flush({ url });
    }
    expect(await answers).toEqual([{ url: '/api/sessions' }, { url: '/api/billing/checkouts/1' }]);
  });

  it('renews a token that is about to be refused before it asks', async () => {
    TestBed.inject(Access).accept(signedIn('almost over', 10));
    const answer = ask('/api/sessions');
    await turn();
    http.expectOne('/api/auth/refresh').flush(signedIn('new'));
    await turn();
    http.expectOne('/api/sessions').flush({});
    await answer;
  });
});
