import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { MatDialog, type MatDialogRef } from '@angular/material/dialog';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AdminOrderDetail } from '#contracts';
import { firstValueFrom } from 'rxjs';
import { allByRole, byRole, settled, type, wordsIn } from '../../../testing/screen.js';
import { problemInterceptor } from '../../backend/problem.interceptor.js';
import { RefundOrder } from './refund-order.js';
import { detailOf, minute } from './testing/orders.js';

let http: HttpTestingController;
let dialog: MatDialog;

beforeEach(() => {
  TestBed.configureTestingModule({
    providers: [provideHttpClient(withInterceptors([problemInterceptor])), provideHttpClientTesting()],
  });
  http = TestBed.inject(HttpTestingController);
  dialog = TestBed.inject(MatDialog);
});
afterEach(() => {
  dialog.closeAll();
  document.body.replaceChildren();
});

async function ask(
  order: AdminOrderDetail,
  state: 'active' | 'ended' = 'active',
): Promise<MatDialogRef<RefundOrder>> {
  const shown = dialog.open(RefundOrder, { data: order });
  await settled();
  http.expectOne(`/api/admin/sessions/${order.session?.id ?? ''}`).flush({
    id: order.session?.id,
    reference: '7Q2F',
    state,
    createdAt: minute(0),
    activatedAt: minute(1),
    expiresAt: minute(59),
    extendedSeconds: 0,
    creditedSeconds: 0,
    desktop: { state: state === 'active' ? 'ready' : 'gone' },
    now: minute(10),
    customer: order.customer,
    connections: { events: 2, desktop: 1 },
    egress: null,
  });
  await settled();
  return shown;
}

async function refund(reason: string): Promise<void> {
  type(byRole('textbox', /^Reason/), reason);
  byRole('button', 'Refund $1').click();
  await settled();
}

describe('the refund dialog', () => {
  it('names the customer, the amount and what will close', async () => {
    await ask(detailOf());
    expect(byRole('heading', 'Give $1 back?')).toBeTruthy();
    expect(allByRole('listitem').map((item) => wordsIn(item))).toEqual([
      'mara@northwind.example $1 · 7Q2F',
      '2 × Events socket',
      '1 × Desktop socket',
      '1 × Desktop processes',
      'Every file, page and sign-in in the desktop',
    ]);
  });

  it('says that nothing closes when the session is over', async () => {
    await ask(detailOf(), 'ended');
    expect(wordsIn()).toContain('Nothing closes');
    expect(allByRole('listitem')).toHaveLength(1);
  });

  it('says that only time is taken back of an extension', async () => {
    await ask(detailOf({ kind: 'extension' }));
    expect(wordsIn()).toContain('The time it bought is taken off the session again.');
  });

  it('gives only what is left', async () => {
    await ask(detailOf({ refundedCents: 40 }));
    expect(byRole('heading', 'Give $0.60 back?')).toBeTruthy();
  });

  it('refunds nothing without a reason', async () => {
    await ask(detailOf());
    await refund(' ');
    http.expectNone({ method: 'POST' });
  });

  it('asks once, and cannot be pressed again meanwhile', async () => {
    const shown = await ask(detailOf());
    const closed = firstValueFrom(shown.afterClosed());
    await refund('  asked by mail ');
    expect(byRole<HTMLButtonElement>('button', 'Refunding…').disabled).toBe(true);
    const asked = http.expectOne({ method: 'POST', url: `/api/admin/orders/${detailOf().id}/refund` });
    expect(asked.request.body).toEqual({ reason: 'asked by mail' });
    asked.flush(detailOf({ status: 'refunded', refundable: false }));
    await closed;
  });

  it('keeps the reason when it was refused, and says why', async () => {
    await ask(detailOf());
    await refund('asked by mail');
    http
      .expectOne({ method: 'POST', url: `/api/admin/orders/${detailOf().id}/refund` })
      .flush(
        { type: 'about:blank', title: 'x', status: 409, code: 'NOT_REFUNDABLE', correlationId: 'c' },
        { status: 409, statusText: 'Conflict' },
      );
    await settled();
    expect(wordsIn(byRole('alert'))).toContain('no money to give back');
    expect(byRole<HTMLTextAreaElement>('textbox', /^Reason/).value).toBe('asked by mail');
    expect(byRole<HTMLButtonElement>('button', 'Refund $1').disabled).toBe(false);
  });
});
