import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { settled } from '../../testing/screen.js';
import { problemInterceptor } from './problem.interceptor.js';
import { type Read, read } from './read.js';

const Answer = z.object({ name: z.string() });

let http: HttpTestingController;
const url = signal<string>('/one');
const page = signal('1');
let answer: Read<z.infer<typeof Answer>>;

beforeEach(async () => {
  url.set('/one');
  page.set('1');
  TestBed.configureTestingModule({
    providers: [provideHttpClient(withInterceptors([problemInterceptor])), provideHttpClientTesting()],
  });
  http = TestBed.inject(HttpTestingController);
  answer = TestBed.runInInjectionContext(() =>
    read(() => ({ url: url(), params: { page: page() } }), Answer),
  );
  await settled();
  http.expectOne('/one?page=1').flush({ name: 'first' });
  await settled();
});

async function fail(address: string): Promise<void> {
  http.expectOne(address).flush('', { status: 502, statusText: 'Bad Gateway' });
  await settled();
}

describe('a read', () => {
  it('keeps the last good answer when reading it again fails', async () => {
    answer.reload();
    await settled();
    await fail('/one?page=1');
    expect(answer.value()).toEqual({ name: 'first' });
    expect(answer.error()).toMatchObject({ status: 502 });
  });

  it('keeps it while another page of the same list is on its way', async () => {
    expect(answer.value()).toEqual({ name: 'first' });
    page.set('2');
    await settled();
    expect(answer.value()).toEqual({ name: 'first' });
    http.expectOne('/one?page=2').flush({ name: 'second' });
    await settled();
    expect(answer.value()).toEqual({ name: 'second' });
  });

  it('never shows the answer of one address under another', async () => {
    expect(answer.value()).toEqual({ name: 'first' });
    url.set('/two');
    await settled();
    expect(answer.value()).toBeUndefined();
    await fail('/two?page=1');
    expect(answer.value()).toBeUndefined();
  });

  it('does not take an answer that is not of the contract', async () => {
    answer.reload();
    await settled();
    http.expectOne('/one?page=1').flush({ title: 'not what was agreed' });
    await settled();
    expect(answer.error()).toMatchObject({ code: 'UNREADABLE' });
  });
});
