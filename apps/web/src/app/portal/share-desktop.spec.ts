import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA } from '@angular/material/dialog';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { allByRole, byRole, settled, type, wordsIn } from '../../testing/screen.js';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { LocalClipboard } from '../viewer/local-clipboard.js';
import { ShareDesktop } from './share-desktop.js';

const ID = '0e8f1c2a-5b7d-4c3e-9a1f-000000000001';
const LINK = '0e8f1c2a-5b7d-4c3e-9a1f-000000000002';
const URL = 'http://localhost/watch#secret';
const NOW = '2026-11-23T14:00:00.000Z';
const share = {
  id: LINK,
  sessionId: ID,
  label: 'Ann',
  createdAt: NOW,
  expiresAt: '2026-11-23T15:00:00.000Z',
  lastUsedAt: null,
};
let http: HttpTestingController;
let copied: string[];
let mayCopy: boolean;

beforeEach(async () => {
  copied = [];
  mayCopy = true;
  const clipboard = { write: (text: string) => Promise.resolve(mayCopy && copied.push(text) > 0) };
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      { provide: LocalClipboard, useValue: clipboard },
      { provide: MAT_DIALOG_DATA, useValue: { id: ID, expiresAt: '2026-11-24T14:00:00.000Z', now: NOW } },
    ],
  });
  http = TestBed.inject(HttpTestingController);
  TestBed.createComponent(ShareDesktop);
  await settled();
});

async function list(items: object[]): Promise<void> {
  http.expectOne({ method: 'GET', url: `/api/sessions/${ID}/shares` }).flush({ items, nextCursor: null });
  await settled();
}

async function make(): Promise<void> {
  byRole('button', 'Make a link').click();
  await settled();
}

describe('sharing a desktop', () => {
  it('says why no link was made, and keeps what was written', async () => {
    await list([]);
    type(byRole('textbox', /For whom/), 'Ann');
    await make();
    http
      .expectOne({ method: 'POST', url: `/api/sessions/${ID}/shares` })
      .flush(
        { type: 'about:blank', title: 'x', status: 409, code: 'TOO_MANY_SHARES', correlationId: 'c' },
        { status: 409, statusText: 'Conflict' },
      );
    await settled();
    expect(wordsIn()).toContain('Take one back, then make another.');
    expect(byRole<HTMLInputElement>('textbox', /For whom/).value).toBe('Ann');
  });

  it('says what a link would be while there is none', async () => {
    await list([]);
    expect(wordsIn()).toContain('None. A link you make is listed here');
  });

  it('shows a new link once, and copies it', async () => {
    await list([]);
    type(byRole('textbox', /For whom/), ' Ann ');
    await make();
    const asked = http.expectOne({ method: 'POST', url: `/api/sessions/${ID}/shares` });
    expect(asked.request.body).toEqual({ label: 'Ann', expiresInSeconds: 3600 });
    asked.flush({ ...share, url: URL });
    await settled();
    await list([share]);
    expect(byRole<HTMLInputElement>('textbox', /shown this once/).value).toBe(URL);
    expect(copied).toEqual([URL]);
    expect(byRole('status', 'Copied.')).toBeTruthy();
  });

  it('tells how to copy where the browser does not', async () => {
    mayCopy = false;
    await list([]);
    await make();
    http.expectOne({ method: 'POST', url: `/api/sessions/${ID}/shares` }).flush({ ...share, url: URL });
    await settled();
    expect(byRole('status', 'Select the link and copy it.')).toBeTruthy();
  });

  it('asks once before a link is taken back', async () => {
    await list([share]);
    byRole('button', 'Take back the link Ann').click();
    await settled();
    http.expectNone({ method: 'DELETE' });
    byRole('button', 'Cut off').click();
    await settled();
    http.expectOne({ method: 'DELETE', url: `/api/sessions/${ID}/shares/${LINK}` }).flush(null);
    await settled();
    await list([]);
    expect(allByRole('button', 'Cut off')).toEqual([]);
  });

  it('keeps the focus where the next step is', async () => {
    await list([share]);
    byRole('button', 'Take back the link Ann').click();
    await settled();
    expect(document.activeElement).toBe(byRole('button', 'Keep'));
    byRole('button', 'Keep').click();
    await settled();
    expect(document.activeElement).toBe(byRole('button', 'Take back the link Ann'));
    byRole('button', 'Take back the link Ann').click();
    await settled();
    byRole('button', 'Cut off').click();
    await settled();
    http.expectOne({ method: 'DELETE', url: `/api/sessions/${ID}/shares/${LINK}` }).flush(null);
    await settled();
    await list([]);
    expect(document.activeElement).toBe(byRole('heading', 'Links that work'));
  });
});
