import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { byRole, settled, wordsIn } from '../../testing/screen.js';
import { Desktops } from './desktops.js';

const NOW = '2026-11-23T14:00:00.000Z';
const id = (n: number) => `0e8f1c2a-5b7d-4c3e-9a1f-00000000000${n}`;
const desktop = {
  desktopId: id(1),
  phase: 'ready',
  sessionId: id(2),
  reference: '7Q2F',
  generation: 1,
  since: NOW,
  verdict: 'kept',
  expected: { process: 7, socket: 4 },
  found: { process: 14, socket: 4 },
  orphans: [],
};
const host = {
  host: 'northwind-1/a1b2c3',
  driver: 'process',
  lookedAt: NOW,
  tookMs: 21,
  capacity: { max: 45, inUse: 1, warm: 1 },
  pool: { size: 1, target: 1, availableBytes: 8 * 2 ** 30 },
  desktops: [desktop],
};

let http: HttpTestingController;

beforeEach(async () => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([{ path: 'desktops', component: Desktops }]),
    ],
  });
  http = TestBed.inject(HttpTestingController);
  await RouterTestingHarness.create('/desktops');
  await settled();
});

async function answer(...items: object[]): Promise<string> {
  http.expectOne('/api/admin/desktops').flush({ now: NOW, items });
  await settled();
  return wordsIn();
}

describe('the ledger of desktops', () => {
  it('says what was found of each, and leads to its session', async () => {
    const words = await answer(host);
    expect(words).toContain('14 processes, 4 sockets');
    expect(words).toContain('nothing was found that nobody owns');
    expect(byRole('link', '7Q2F').getAttribute('href')).toBe(`/console/sessions/${id(2)}`);
  });

  it('names what is missing of one', async () => {
    const words = await answer({
      ...host,
      desktops: [{ ...desktop, verdict: 'missing', found: { process: 14 } }],
    });
    expect(words).toContain('Something is missing');
    expect(words).toContain('0 of at least 4 sockets');
  });

  it('lists what nobody owns, piece by piece', async () => {
    const orphan = {
      ...desktop,
      phase: null,
      sessionId: null,
      reference: null,
      verdict: 'orphan',
      expected: {},
      found: { process: 1 },
      orphans: [{ kind: 'process', id: '4711.99', label: 'node' }],
    };
    const words = await answer({ ...host, desktops: [orphan] });
    expect(words).toContain('Nobody owns it');
    expect(byRole('heading', 'What nobody owns')).toBeTruthy();
    expect(byRole('listitem').textContent).toContain('4711.99');
  });

  it('says why fewer places are offered, and why the pool is small', async () => {
    const words = await answer({
      ...host,
      capacity: { max: 1, inUse: 1, warm: 0, limitedBy: 'memory' },
      pool: { size: 2, target: 0, availableBytes: 0.4 * 2 ** 30 },
    });
    expect(words).toContain('memory is short');
    expect(words).toContain('of 2 asked for: memory allows 0, 0.4 GiB');
  });

  it('says why desktops do not start', async () => {
    const failure = 'the desktop did not start: not there: /usr/bin/Xtigervnc';
    const capacity = { max: 0, inUse: 0, warm: 0, limitedBy: 'failing_starts', failure };
    expect(await answer({ ...host, capacity })).toContain(failure);
  });

  it('tells a house without hosts', async () => {
    expect(await answer()).toContain('No host has reported yet');
  });

  it('tells a host without desktops', async () => {
    expect(await answer({ ...host, desktops: [] })).toContain('No desktop here');
  });

  it('says what to do when it cannot be read', async () => {
    http.expectOne('/api/admin/desktops').error(new ProgressEvent('error'));
    await settled();
    expect(byRole('button', /again/i)).toBeTruthy();
  });
});
