import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { allByRole, byRole, settled, wordsIn } from '../../../testing/screen.js';
import { problemInterceptor } from '../../backend/problem.interceptor.js';
import { EventList } from './event-list.js';
import { minute } from './testing/orders.js';

const stripeEvent = (state: string, why: string | null = null) => ({
  id: 'evt_1',
  type: 'charge.refunded',
  state,
  livemode: false,
  apiVersion: '2026-10-28.endive',
  objectId: 'ch_1',
  why,
  attempts: 1,
  receivedAt: minute(3),
  processedAt: null,
});

let http: HttpTestingController;

beforeEach(async () => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([{ path: 'events', component: EventList }], withComponentInputBinding()),
    ],
  });
  http = TestBed.inject(HttpTestingController);
  await RouterTestingHarness.create('/events?state=parked&open=evt_1');
  await settled();
});

/** The list and the panel read the same route: the list by its state, the panel by the event's id. */
async function answer(event: object): Promise<string[]> {
  const asked = http.match(({ url }) => url === '/api/admin/stripe-events');
  for (const request of asked) request.flush({ items: [event], nextCursor: null });
  await settled();
  return asked.map(({ request }) => request.params.toString());
}

async function replay(): Promise<void> {
  byRole('button', 'Replay').click();
  await settled();
}

describe('the events of Stripe', () => {
  it('reads the open one by its id, whichever page it would be on, and says why it is parked', async () => {
    expect((await answer(stripeEvent('parked', 'of no order of ours'))).toSorted()).toEqual([
      'q=evt_1',
      'state=parked',
    ]);
    expect(byRole('heading', 'Event')).toBe(document.activeElement);
    expect(wordsIn()).toContain('Why of no order of ours');
  });

  it('offers no replay of one that had its effect', async () => {
    await answer(stripeEvent('processed'));
    expect(allByRole('button', 'Replay')).toEqual([]);
  });

  it('replays a parked one, and says what came of it', async () => {
    await answer(stripeEvent('parked', 'of no order of ours'));
    await replay();
    http
      .expectOne({ method: 'POST', url: '/api/admin/stripe-events/evt_1/replay' })
      .flush(stripeEvent('parked', 'still of no order of ours'));
    await settled();
    expect(byRole('status').textContent).toBe('Parked again: still of no order of ours');
    await replay();
    http
      .expectOne({ method: 'POST', url: '/api/admin/stripe-events/evt_1/replay' })
      .flush(stripeEvent('processed'));
    await settled();
    await answer(stripeEvent('processed'));
    expect(byRole('status').textContent).toBe('Handled now.');
    expect(allByRole('button', 'Replay')).toEqual([]);
  });
});
