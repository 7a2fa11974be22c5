import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import type { AdminUser } from '#contracts';
import { Admin } from '../backend/admin.js';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Failure } from '../ui/failure.js';

/** Asks once before an account is shut. */
@Component({
  selector: 'oda-disable-user',
  imports: [Failure, MatButton, MatDialogModule],
  template: `
    <h2 mat-dialog-title>Disable this account?</h2>
    <mat-dialog-content>
      <div class="stack">
        <p>
          <strong>{{ user.email }}</strong>
        </p>
        <p>They are signed out everywhere at once, their sockets close, and they cannot sign in again.</p>
        <p class="soft">
          A desktop of theirs runs on until its time is over. To end it now, revoke its session.
        </p>
        @if (failure(); as error) {
          <oda-failure [error]="error" [retries]="false" />
        }
      </div>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="text" type="button" mat-dialog-close cdkFocusInitial>Keep</button>
      <button
        matButton="filled"
        type="button"
        class="danger-button"
        [disabled]="isBusy()"
        (click)="disable()"
      >
        {{ isBusy() ? 'Disabling…' : 'Disable' }}
      </button>
    </mat-dialog-actions>
  `,
})
export class DisableUser {
  private readonly admin = inject(Admin);
  private readonly dialog = inject<MatDialogRef<DisableUser>>(MatDialogRef);
  protected readonly user = inject<AdminUser>(MAT_DIALOG_DATA);
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly isBusy = signal(false);

  protected async disable(): Promise<void> {
    this.isBusy.set(true);
    try {
      await this.admin.disableUser(this.user.id);
      this.dialog.close();
    } catch (cause) {
      this.failure.set(toBackendError(cause));
      this.isBusy.set(false);
    }
  }
}
