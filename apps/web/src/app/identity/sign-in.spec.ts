import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { accessInterceptor } from '../backend/access.interceptor.js';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { byRole, settled, type, wordsIn } from '../../testing/screen.js';
import { SignIn } from './sign-in.js';

@Component({ template: '' })
class Elsewhere {}

const problem = (status: number, code: string, errors?: object[]) => ({
  type: 'about:blank',
  title: code,
  status,
  code,
  ...(errors ? { errors } : {}),
  correlationId: 'c0ffee',
});

let http: HttpTestingController;

beforeEach(async () => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([accessInterceptor, problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter(
        [
          { path: 'sign-in', component: SignIn },
          { path: '**', component: Elsewhere },
        ],
        withComponentInputBinding(),
      ),
    ],
  });
  http = TestBed.inject(HttpTestingController);
  await RouterTestingHarness.create('/sign-in?returnTo=%2Fsessions%2Fs1');
});

async function submit(email: string, password: string): Promise<void> {
  type(byRole('textbox', /^Email/), email);
  type(byRole('textbox', /^Password/), password);
  byRole('button', 'Sign in').click();
  await settled();
}

describe('signing in', () => {
  it('asks the server nothing while a field is empty, and says which', async () => {
    await submit('', '');
    http.expectNone('/api/auth/login');
    expect(wordsIn()).toContain('Enter your email address.');
    expect(wordsIn()).toContain('Enter your password.');
  });

  it('says above the form that the two do not match, and keeps what was typed', async () => {
    await submit('mara@northwind.example', 'wrong');
    http
      .expectOne('/api/auth/login')
      .flush(problem(401, 'INVALID_CREDENTIALS'), { status: 401, statusText: 'Unauthorized' });
    await settled();
    expect(byRole('alert').textContent).toContain('That email and password do not match');
    expect(byRole<HTMLInputElement>('textbox', /^Email/).value).toBe('mara@northwind.example');
  });

  it('says beside the field what the server refused in it', async () => {
    await submit('mara', 'correct horse');
    http
      .expectOne('/api/auth/login')
      .flush(problem(400, 'INVALID_REQUEST', [{ path: 'email', message: 'That is no address.' }]), {
        status: 400,
        statusText: 'Bad Request',
      });
    await settled();
    expect(wordsIn()).toContain('That is no address.');
  });

  it('goes where the person was going', async () => {
    await submit('mara@northwind.example', 'correct horse');
    http.expectOne('/api/auth/login').flush({
      user: {
        id: '0e8f1c2a-5b7d-4c3e-9a1f-000000000001',
        email: 'mara@northwind.example',
        role: 'customer',
        createdAt: '2026-11-23T14:02:00.000Z',
      },
      accessToken: 't',
      expiresIn: 900,
    });
    await settled();
    expect(TestBed.inject(Router).url).toBe('/sessions/s1');
  });
});
