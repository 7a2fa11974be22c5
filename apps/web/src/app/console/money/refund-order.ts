import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField, FormRoot } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { AdminOrderDetail } from '#contracts';
import { readAdminSession } from '../../backend/admin.js';
import { AdminMoney } from '../../backend/admin-money.js';
import { type BackendError, toBackendError } from '../../backend/backend-error.js';
import { Failure } from '../../ui/failure.js';
import { money } from '../../ui/money.js';
import { HOLDER_LABELS } from '../admin-words.js';
import { REASON } from '../reason.js';
import { whatCloses } from '../revocation.js';

/** Gives the money of an order back: says whose, how much and what closes, asks why, once. */
@Component({
  selector: 'oda-refund-order',
  imports: [Failure, FormField, FormRoot, MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './refund-order.html',
  styleUrl: '../revoke.scss',
})
export class RefundOrder {
  private readonly admin = inject(AdminMoney);
  private readonly dialog = inject<MatDialogRef<RefundOrder>>(MatDialogRef);
  protected readonly order = inject<AdminOrderDetail>(MAT_DIALOG_DATA);

  protected readonly amount = money(this.order.amountCents - this.order.refundedCents, this.order.currency);
  private readonly session = readAdminSession(signal(this.order.session?.id));
  protected readonly labels = HOLDER_LABELS;
  protected readonly closes = computed(() => {
    const session = this.session.value();
    return session ? whatCloses([session]) : [];
  });
  protected readonly isOver = computed(
    () => (this.session.value() ?? this.order.session)?.state === 'ended' || !this.order.session,
  );
  protected readonly isRefunding = signal(false);
  protected readonly failure = signal<BackendError | undefined>(undefined);

  protected readonly form = form(signal({ reason: '' }), REASON, {
    submission: { action: () => this.submit() },
  });

  private async submit(): Promise<undefined> {
    this.isRefunding.set(true);
    this.failure.set(undefined);
    this.dialog.disableClose = true;
    try {
      await this.admin.refund(this.order.id, this.form().value().reason.trim());
      this.dialog.close();
    } catch (cause) {
      this.failure.set(toBackendError(cause));
      this.isRefunding.set(false);
      this.dialog.disableClose = false;
    }
  }
}
