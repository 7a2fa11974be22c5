import { Component, inject, signal } from '@angular/core';
import { form, FormField, FormRoot } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { AdminUser } from '#contracts';
import { Admin } from '../backend/admin.js';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Failure } from '../ui/failure.js';
import { REASON } from './reason.js';

/** Lets an account that is on hold buy again: says what that means, asks why, once. */
@Component({
  selector: 'oda-unfreeze-user',
  imports: [Failure, FormField, FormRoot, MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  template: `
    <form [formRoot]="form" aria-label="Release">
      <h2 mat-dialog-title>Let them buy again?</h2>
      <mat-dialog-content>
        <div class="stack stack-wide">
          <p>
            <strong class="address">{{ user.email }}</strong>
          </p>
          <p>
            A dispute of theirs was lost, and the account is on hold since. Released, it can buy desktops
            again. Sessions that have ended stay ended, and the next dispute puts it on hold anew.
          </p>
          @if (failure(); as error) {
            <oda-failure [error]="error" [retries]="false" />
          }
          <mat-form-field appearance="outline" subscriptSizing="dynamic" hideRequiredMarker>
            <mat-label>Reason</mat-label>
            <textarea matInput rows="2" cdkFocusInitial [formField]="form.reason"></textarea>
            <mat-hint>For the audit log. The customer does not see it.</mat-hint>
            <mat-error>{{ form.reason().errors()[0]?.message }}</mat-error>
          </mat-form-field>
        </div>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="text" type="button" mat-dialog-close [disabled]="isBusy()">Keep on hold</button>
        <button matButton="filled" type="submit" [disabled]="isBusy()">
          {{ isBusy() ? 'Releasing…' : 'Release' }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: 'mat-form-field { width: 100%; }',
})
export class UnfreezeUser {
  private readonly admin = inject(Admin);
  private readonly dialog = inject<MatDialogRef<UnfreezeUser>>(MatDialogRef);
  protected readonly user = inject<Pick<AdminUser, 'id' | 'email'>>(MAT_DIALOG_DATA);
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly form = form(signal({ reason: '' }), REASON, {
    submission: { action: () => this.submit() },
  });

  private async submit(): Promise<undefined> {
    this.isBusy.set(true);
    this.failure.set(undefined);
    try {
      await this.admin.unfreezeUser(this.user.id, this.form().value().reason.trim());
      this.dialog.close();
    } catch (cause) {
      this.failure.set(toBackendError(cause));
      this.isBusy.set(false);
    }
  }
}
