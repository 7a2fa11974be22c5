import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { allByRole, byRole, settled, wordsIn } from '../../../testing/screen.js';
import { problemInterceptor } from '../../backend/problem.interceptor.js';
import { OrderList } from './order-list.js';
import { detailOf } from './testing/orders.js';

let http: HttpTestingController;

beforeEach(() => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([{ path: 'orders', component: OrderList }], withComponentInputBinding()),
    ],
  });
  http = TestBed.inject(HttpTestingController);
});

async function open(address: string, items: object[], nextCursor: string | null = null): Promise<string> {
  await RouterTestingHarness.create(address);
  await settled();
  return answer(items, nextCursor);
}

async function answer(items: object[], nextCursor: string | null = null): Promise<string> {
  const request = http.expectOne(({ url }) => url === '/api/admin/orders');
  request.flush({ items, nextCursor });
  await settled();
  return request.request.params.toString();
}

describe('the table of all orders', () => {
  it('shows that it is loading, and what to do when it cannot be read', async () => {
    await RouterTestingHarness.create('/orders');
    await settled();
    expect(byRole('status').textContent).toContain('Loading');
    http
      .expectOne(({ url }) => url === '/api/admin/orders')
      .flush('', { status: 502, statusText: 'Bad Gateway' });
    await settled();
    expect(byRole('button', 'Try again')).toBeTruthy();
  });

  it('tells an empty till from a search without a match', async () => {
    await open('/orders', []);
    expect(byRole('heading', 'No orders yet')).toBeTruthy();
    byRole('button', 'Refunded').click();
    await settled();
    expect(await answer([])).toBe('status=refunded');
    expect(byRole('heading', 'Nothing matches')).toBeTruthy();
    byRole('button', 'Show all').click();
    await settled();
    await answer([detailOf()]);
    expect(TestBed.inject(Router).url).toBe('/orders');
  });

  it('keeps chips and search in the address, and asks for them together', async () => {
    expect(await open('/orders?q=mara&status=paid&kind=extension', [detailOf()])).toBe(
      'q=mara&status=paid&kind=extension',
    );
    expect(byRole('button', 'Extensions').getAttribute('aria-pressed')).toBe('true');
    byRole('button', 'Both').click();
    await settled();
    expect(await answer([detailOf()])).toBe('q=mara&status=paid');
    expect(TestBed.inject(Router).url).toBe('/orders?q=mara&status=paid');
  });

  it('ignores a filter that does not exist', async () => {
    expect(await open('/orders?status=stolen', [detailOf()])).toBe('');
  });

  it('goes to older pages by cursor', async () => {
    await open('/orders', [detailOf()], 'older');
    byRole('button', 'Older').click();
    await settled();
    expect(await answer([])).toBe('cursor=older');
  });

  it('opens an order beside the list, with its story and what Stripe said', async () => {
    await open('/orders', [detailOf()]);
    byRole('link', 'mara@northwind.example').click();
    await settled();
    http.expectOne(`/api/admin/orders/${detailOf().id}`).flush(detailOf());
    await settled();
    const events = http.match(({ url }) => url === '/api/admin/stripe-events');
    expect(events.map(({ request }) => request.params.get('q'))).toEqual(['cs_test_1', 'pi_1', 'ch_1']);
    expect(byRole('heading', 'Order')).toBe(document.activeElement);
    expect(wordsIn()).toContain('$1 paid');
    expect(byRole('button', 'Refund…')).toBeTruthy();
    expect(allByRole('row')).toHaveLength(2);
  });

  it('offers no refund where there is no money to give back', async () => {
    await open(`/orders?open=${detailOf().id}`, [detailOf()]);
    http.expectOne(`/api/admin/orders/${detailOf().id}`).flush(detailOf({ refundable: false }));
    await settled();
    expect(allByRole('button', 'Refund…')).toEqual([]);
  });
});
