import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { MATERIAL_ANIMATIONS } from '@angular/material/core';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { provideRouter } from '@angular/router';
import { describe, expect, it } from '@jest/globals';
import { allByRole, byRole, settled, wordsIn } from '../../testing/screen.js';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { keptWords } from './kept-words.js';
import { RecordDesktop } from './record-desktop.js';

const ID = '0e8f1c2a-5b7d-4c3e-9a1f-000000000001';
const RECORDING = '0e8f1c2a-5b7d-4c3e-9a1f-000000000002';
const NOW = '2026-11-23T14:00:00.000Z';
const recording = {
  id: RECORDING,
  sessionId: ID,
  startedBy: 'customer',
  startedAt: NOW,
  stoppedAt: null,
  stopReason: null,
  recordedMs: 65_000,
  bytes: 1_230_000,
  deletesAt: null,
};
let http: HttpTestingController;
let words: () => string;

async function open(mode: string, items: object[] = [], state = 'active'): Promise<void> {
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      { provide: MATERIAL_ANIMATIONS, useValue: { animationsDisabled: true } },
      { provide: MatDialogRef, useValue: { close: () => undefined } },
      { provide: MAT_DIALOG_DATA, useValue: { id: ID, state } },
    ],
  });
  http = TestBed.inject(HttpTestingController);
  const fixture = TestBed.createComponent(RecordDesktop);
  words = () => wordsIn(fixture.nativeElement as HTMLElement);
  await settled();
  await answer(mode, items);
}
async function answer(mode: string, items: object[]): Promise<void> {
  const policy = { mode, retentionHours: 24 };
  http.expectOne(`/api/sessions/${ID}/recordings`).flush({ items, nextCursor: null, policy });
  await settled();
}

describe('recording a desktop', () => {
  it.each([
    ['off', [], 'active'],
    ['always', [recording], 'active'],
    ['customer', [], 'ended'],
  ])('is not to be switched where it is %s with %j and the session %s', async (mode, items, state) => {
    await open(mode, items, state);
    expect(allByRole('button').map((button) => button.textContent)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/(Start|Stop) recording/)]),
    );
  });

  it('says who can see it and when it goes, before it is on', async () => {
    await open('customer');
    expect(words()).toContain('You and administrators of this service can watch it');
    expect(words()).toContain('deleted 1 day after your session ends, or as soon as you delete it');
    expect(words()).toContain('None. What is recorded is listed here');
  });

  it('begins when it is told to, and is listed', async () => {
    await open('customer');
    byRole('button', 'Start recording').click();
    const call = http.expectOne({ method: 'POST', url: `/api/sessions/${ID}/recording` });
    expect(call.request.body).toEqual({ action: 'start' });
    call.flush(recording);
    await settled();
    await answer('customer', [recording]);
    expect(document.activeElement).toBe(byRole('button', 'Stop recording'));
    expect(words()).toContain('1 minute');
    expect(words()).toContain('1.2 MB');
  });

  it('gives the focus to the heading when one of the list was deleted', async () => {
    await open('customer', [{ ...recording, stoppedAt: NOW, stopReason: 'customer' }]);
    byRole('button', /^Delete the recording/).click();
    await settled();
    byRole('button', 'Delete').click();
    http.expectOne({ method: 'DELETE', url: `/api/recordings/${RECORDING}` }).flush(null);
    await settled();
    await answer('customer', []);
    expect(document.activeElement).toBe(byRole('heading', 'Recordings of this session'));
  });

  it('says why it did not begin', async () => {
    await open('customer');
    byRole('button', 'Start recording').click();
    http
      .expectOne({ method: 'POST', url: `/api/sessions/${ID}/recording` })
      .flush(
        { type: 'about:blank', title: 'full', status: 409, code: 'RECORDING_FULL', correlationId: 'c' },
        { status: 409, statusText: 'Conflict' },
      );
    await settled();
    expect(byRole('alert')).toBeDefined();
  });
});

it.each([
  [0, 'as soon as your session ends'],
  [1, '1 hour after your session ends'],
  [36, '36 hours after your session ends'],
  [48, '2 days after your session ends'],
])('keeping for %d hours is %s', (hours, said) => {
  expect(keptWords(hours)).toBe(said);
});
