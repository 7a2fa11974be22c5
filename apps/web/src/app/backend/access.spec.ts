import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SignedIn } from '#contracts';
import { Access, RESTORE_AGAIN_MS } from './access.js';
import { problemInterceptor } from './problem.interceptor.js';

const MARA = SignedIn.parse({
  user: {
    id: '0e8f1c2a-5b7d-4c3e-9a1f-000000000001',
    email: 'mara@northwind.example',
    role: 'customer',
    createdAt: '2026-11-23T14:02:00.000Z',
  },
  accessToken: 'a',
  expiresIn: 900,
});

let http: HttpTestingController;
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** What a reload leaves: the same storage, and a page that knows nothing. */
function reload(): Access {
  TestBed.resetTestingModule();
  TestBed.configureTestingModule({
    providers: [provideHttpClient(withInterceptors([problemInterceptor])), provideHttpClientTesting()],
  });
  http = TestBed.inject(HttpTestingController);
  return TestBed.inject(Access);
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  http.verify();
});

describe('who is signed in after a reload', () => {
  it('is nobody, without asking the server, where nobody has signed in', async () => {
    const access = reload();
    await access.restored();
    expect(access.isSettled()).toBe(true);
    expect(access.user()).toBeUndefined();
    http.expectNone('/api/auth/refresh');
  });

  it('is nobody, without asking the server, after signing out', async () => {
    const before = reload();
    before.accept(MARA);
    before.forget();
    await reload().restored();
    http.expectNone('/api/auth/refresh');
  });

  it('is whoever the cookie brings back', async () => {
    reload().accept(MARA);
    const access = reload();
    const restored = access.restored();
    await turn();
    http.expectOne('/api/auth/refresh').flush(MARA);
    await restored;
    expect(access.user()?.email).toBe('mara@northwind.example');
  });

  it('is not nobody while the server is away: it is asked again until it answers', async () => {
    reload().accept(MARA);
    const access = reload();
    jest.useFakeTimers();
    const restored = access.restored();
    await jest.advanceTimersByTimeAsync(0);
    http.expectOne('/api/auth/refresh').error(new ProgressEvent('error'));
    await jest.advanceTimersByTimeAsync(RESTORE_AGAIN_MS - 1);
    expect(access.hinderedBy()?.code).toBe('OFFLINE');
    expect(access.isSettled()).toBe(false);
    http.expectNone('/api/auth/refresh');
    await jest.advanceTimersByTimeAsync(1);
    http.expectOne('/api/auth/refresh').flush(MARA);
    await restored;
    expect(access.user()?.email).toBe('mara@northwind.example');
    expect(access.hinderedBy()).toBeUndefined();
  });

  it('is asked for where the browser keeps nothing', async () => {
    const access = reload();
    jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('closed', 'SecurityError');
    });
    const restored = access.restored();
    await turn();
    http.expectOne('/api/auth/refresh').flush(MARA);
    await restored;
    expect(access.user()?.email).toBe('mara@northwind.example');
  });
});
