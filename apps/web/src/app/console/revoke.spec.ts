import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AdminSession, Receipt, type SessionId } from '#contracts';
import { Admin } from '../backend/admin.js';
import { BackendError } from '../backend/backend-error.js';
import { ServerClock } from '../backend/server-clock.js';
import { allByRole, byRole, settled, type, wordsIn } from '../../testing/screen.js';
import { Revoke } from './revoke.js';

const session = AdminSession.parse({
  id: '0e8f1c2a-5b7d-4c3e-9a1f-000000000001',
  reference: '7Q2F',
  state: 'active',
  createdAt: '2026-11-23T14:00:00.000Z',
  activatedAt: '2026-11-23T14:00:00.000Z',
  expiresAt: '2026-11-24T14:00:00.000Z',
  extendedSeconds: 0,
  creditedSeconds: 0,
  desktop: { state: 'ready' },
  now: '2026-11-23T14:42:00.000Z',
  customer: { id: '0e8f1c2a-5b7d-4c3e-9a1f-000000000009', email: 'mara@northwind.example' },
  connections: { events: 2, desktop: 1 },
  egress: null,
});

/** An api that revokes at once and remembers what it was told. */
class FakeAdmin {
  readonly asked: [SessionId, string][] = [];
  failure: BackendError | undefined;

  revoke(id: SessionId, reason: string): Promise<Receipt> {
    if (this.failure) return Promise.reject(this.failure);
    this.asked.push([id, reason]);
    return Promise.resolve(
      Receipt.parse({
        sessionId: id,
        revokedAt: '2026-11-23T14:42:00.000Z',
        complete: true,
        closed: [
          { kind: 'events', id: 'c-1', node: 'n', afterMs: 3.2 },
          { kind: 'process', id: 'p-1', node: 'n', afterMs: 412.4 },
        ],
        missing: [],
      }),
    );
  }
}

let admin: FakeAdmin;
let dialog: MatDialog;

beforeEach(async () => {
  admin = new FakeAdmin();
  TestBed.configureTestingModule({ providers: [{ provide: Admin, useValue: admin }] });
  TestBed.inject(ServerClock).sync(session.now);
  dialog = TestBed.inject(MatDialog);
  dialog.open(Revoke, { data: [session] });
  await settled();
});
afterEach(() => {
  dialog.closeAll();
  document.body.replaceChildren();
});

async function revoke(reason: string): Promise<void> {
  type(byRole('textbox', /^Reason/), reason);
  byRole('button', 'Revoke').click();
  await settled();
}

describe('the revoke dialog', () => {
  it('names the customer, the age and what will close', () => {
    const words = allByRole('listitem').map((item) => wordsIn(item));
    expect(words).toEqual([
      'mara@northwind.example 7Q2F · 42 minutes old',
      '2 × Events socket',
      '1 × Desktop socket',
      '1 × Desktop processes',
      'Every file, page and sign-in in the desktop',
    ]);
  });

  it('revokes nothing without a reason', async () => {
    await revoke('');
    expect(admin.asked).toEqual([]);
    expect(wordsIn()).toContain('Say why: it goes to the audit log.');
  });

  it('keeps the reason when the server is not there', async () => {
    admin.failure = new BackendError('OFFLINE', 0, { title: 'No connection' });
    await revoke('shared the password');
    expect(byRole('alert').textContent).toContain('We cannot reach the server');
    expect(byRole<HTMLTextAreaElement>('textbox', /^Reason/).value).toBe('shared the password');
  });

  it('shows the receipt, part by part, with milliseconds', async () => {
    await revoke('  shared the password ');
    expect(admin.asked).toEqual([[session.id, 'shared the password']]);
    expect(byRole('heading', 'Receipt')).toBeTruthy();
    expect(wordsIn()).toContain('Dark after 412 ms');
    expect(allByRole('listitem').map((item) => wordsIn(item))).toEqual([
      'Events socket c-1 3 ms',
      'Desktop processes p-1 412 ms',
    ]);
  });
});
