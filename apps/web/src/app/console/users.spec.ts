import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { allByRole, byRole, settled, type } from '../../testing/screen.js';
import { Users } from './users.js';

const person = (n: number) => ({
  id: `0e8f1c2a-5b7d-4c3e-9a1f-00000000000${n}`,
  email: `customer${n}@northwind.example`,
  role: 'customer',
  createdAt: '2026-11-23T14:00:00.000Z',
  disabledAt: null,
  frozenAt: null,
});

let http: HttpTestingController;
let dialog: MatDialog;

beforeEach(() => {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      provideRouter([{ path: 'users', component: Users }], withComponentInputBinding()),
    ],
  });
  http = TestBed.inject(HttpTestingController);
  dialog = TestBed.inject(MatDialog);
});

afterEach(() => {
  dialog.closeAll();
  document.body.replaceChildren();
});

async function arrive(address: string, items: object[], nextCursor: string | null = null): Promise<string> {
  await RouterTestingHarness.create(address);
  await settled();
  return answer(items, nextCursor);
}

async function answer(items: object[], nextCursor: string | null = null): Promise<string> {
  const request = http.expectOne(({ url }) => url === '/api/admin/users');
  request.flush({ items, nextCursor });
  await settled();
  return request.request.params.toString();
}

describe('the list of people', () => {
  it('asks for whom the address looks for, and says when there is nobody', async () => {
    expect(await arrive('/users?q=mara', [])).toBe('q=mara');
    expect(document.body.textContent).toContain('Nobody matches');
    byRole('button', 'Show all').click();
    await settled();
    expect(await answer([person(1)])).toBe('');
    expect(TestBed.inject(Router).url).toBe('/users');
  });

  it('shows an account that is on hold, and leads to the dispute', async () => {
    await arrive('/users', [{ ...person(1), frozenAt: '2026-11-23T14:00:00.000Z' }, person(2)]);
    const [hold, ...others] = allByRole('link', 'On hold');
    expect(hold?.getAttribute('href')).toBe('/console/money/disputes?q=customer1@northwind.example');
    expect(others).toEqual([]);
  });

  it('releases an account that is on hold, with a reason, and looks again', async () => {
    await arrive('/users', [{ ...person(1), frozenAt: '2026-11-23T14:00:00.000Z' }, person(2)]);
    expect(allByRole('button', /^Release/)).toHaveLength(1);
    byRole('button', 'Release customer1@northwind.example').click();
    await settled();
    byRole('button', 'Release').click();
    await settled();
    http.expectNone({ method: 'POST' });
    type(byRole('textbox', /^Reason/), ' it was a mistake ');
    byRole('button', 'Release').click();
    await settled();
    const asked = http.expectOne({ method: 'POST', url: `/api/admin/users/${person(1).id}/unfreeze` });
    expect(asked.request.body).toEqual({ reason: 'it was a mistake' });
    const closed = dialog.openDialogs.map((open) => firstValueFrom(open.afterClosed()));
    asked.flush(person(1));
    await Promise.all(closed);
    await settled();
    await answer([person(1), person(2)]);
    expect(allByRole('button', /^Release/)).toEqual([]);
  });

  it('says that a bank has not decided yet, and keeps the reason', async () => {
    await arrive('/users', [{ ...person(1), frozenAt: '2026-11-23T14:00:00.000Z' }]);
    byRole('button', 'Release customer1@northwind.example').click();
    await settled();
    type(byRole('textbox', /^Reason/), 'they asked');
    byRole('button', 'Release').click();
    await settled();
    http
      .expectOne({ method: 'POST', url: `/api/admin/users/${person(1).id}/unfreeze` })
      .flush(
        { type: 'about:blank', title: 'x', status: 409, code: 'DISPUTE_OPEN', correlationId: 'c' },
        { status: 409, statusText: 'Conflict' },
      );
    await settled();
    expect(byRole('alert').textContent).toContain('not decided yet');
    expect(byRole<HTMLTextAreaElement>('textbox', /^Reason/).value).toBe('they asked');
  });

  it('turns pages through the address', async () => {
    await arrive('/users', [person(1), person(2)], 'next');
    byRole('button', 'Older').click();
    await settled();
    expect(await answer([person(3)])).toBe('cursor=next');
    expect(TestBed.inject(Router).url).toBe('/users?cursor=next');
    expect(allByRole('button', /^Disable/)).toHaveLength(1);
  });
});
