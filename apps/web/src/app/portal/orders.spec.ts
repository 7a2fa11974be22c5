import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { allByRole, byRole, settled, wordsIn } from '../../testing/screen.js';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { Orders } from './orders.js';

const at = '2026-11-23T14:02:00.000Z';
const id = (n: number) => `0e8f1c2a-5b7d-4c3e-9a1f-00000000000${n}`;
const order = (n: number, some: object = {}) => ({
  id: id(n),
  kind: 'first',
  status: 'paid',
  amountCents: 100,
  currency: 'usd',
  createdAt: at,
  paidAt: at,
  session: { id: id(9), reference: '7Q2F', state: 'active', endReason: null },
  receiptUrl: 'https://pay.example/receipts/1',
  refund: null,
  disputed: false,
  ...some,
});

let http: HttpTestingController;

beforeEach(async () => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([]),
    ],
  });
  http = TestBed.inject(HttpTestingController);
  TestBed.createComponent(Orders);
  await settled();
});

async function answer(items: object[], nextCursor: string | null = null): Promise<string> {
  const request = http.expectOne(({ url }) => url === '/api/billing/orders');
  request.flush({ items, nextCursor });
  await settled();
  return request.request.params.toString();
}

describe('the orders of a customer', () => {
  it('shows that it is loading before there is an answer', () => {
    expect(byRole('status').textContent).toContain('Loading');
  });

  it('says what would be here while there is none, and how to get it', async () => {
    await answer([]);
    expect(byRole('heading', 'No orders yet')).toBeTruthy();
    expect(byRole('link', 'Start a desktop').getAttribute('href')).toBe('/buy');
  });

  it('keeps what was there when it cannot be read again', async () => {
    await answer([order(1)]);
    document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    http.expectOne('/api/billing/orders').flush('', { status: 502, statusText: 'Bad Gateway' });
    await settled();
    expect(byRole('alert').textContent).toContain('The server answered something');
    expect(allByRole('listitem')).toHaveLength(1);
  });

  it('says what was paid, for which session, and where the receipt is', async () => {
    await answer([order(2, { kind: 'extension' }), order(1)]);
    const [extension, first] = allByRole('listitem').map((item) => wordsIn(item));
    expect(extension).toMatch(/More time Session 7Q2F · Live now Paid \$1 Receipt$/);
    expect(first).toMatch(/^23 Nov, .* A desktop Session 7Q2F/);
    const [receipt] = allByRole('link', /^Receipt of 23 Nov/);
    expect(receipt?.getAttribute('href')).toBe('https://pay.example/receipts/1');
    expect(receipt?.getAttribute('rel')).toContain('noopener');
  });

  it('says that money went back, and with it the session', async () => {
    const session = { id: id(9), reference: '7Q2F', state: 'ended', endReason: 'refunded' };
    await answer([
      order(1, { status: 'refunded', session, refund: { state: 'succeeded', amountCents: 100, at } }),
    ]);
    expect(wordsIn(byRole('listitem'))).toContain('· Refunded Refunded on 23 Nov');
  });

  it('leads from a payment that a bank works on to where it can be followed', async () => {
    await answer([order(1, { status: 'pending', paidAt: null, session: null, receiptUrl: null })]);
    expect(wordsIn(byRole('listitem'))).toContain('Your bank is working on it');
    expect(byRole('link', 'Follow the payment').getAttribute('href')).toBe(`/checkout/${id(1)}`);
  });

  it('goes to older pages by cursor', async () => {
    await answer([order(1)], 'older');
    byRole('button', 'Older').click();
    await settled();
    expect(await answer([order(2)])).toBe('cursor=older');
  });
});
