import { Component, inject, input, signal } from '@angular/core';
import { form, FormRoot, minLength, required, type TreeValidationResult } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { PASSWORD_MIN_LENGTH } from '#contracts';
import { Accounts } from '../backend/accounts.js';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Failure } from '../ui/failure.js';
import { PasswordField } from './password-field.js';
import { refusalOf } from './refusal.js';

const BLANK = { currentPassword: '', newPassword: '' };

@Component({
  selector: 'oda-change-password',
  imports: [Failure, FormRoot, MatButton, PasswordField],
  templateUrl: './change-password.html',
  styles: `
    button[type='submit'] {
      align-self: flex-start;
    }
    .done {
      color: var(--live);
    }
  `,
})
export class ChangePassword {
  private readonly accounts = inject(Accounts);

  /** For password managers, which want to know whose password is changed. */
  readonly email = input.required<string>();
  protected readonly passwordRule = `At least ${PASSWORD_MIN_LENGTH} characters. A sentence is fine.`;
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly changed = signal(false);

  protected readonly form = form(
    signal(BLANK),
    (fields) => {
      required(fields.currentPassword, { message: 'Enter the password you have now.' });
      required(fields.newPassword, { message: 'Choose a new password.' });
      minLength(fields.newPassword, PASSWORD_MIN_LENGTH, {
        message: `Use at least ${PASSWORD_MIN_LENGTH} characters.`,
      });
    },
    { submission: { action: () => this.submit() } },
  );

  private async submit(): Promise<TreeValidationResult> {
    this.failure.set(undefined);
    this.changed.set(false);
    try {
      await this.accounts.changePassword(this.form().value());
      this.form().reset(BLANK);
      this.changed.set(true);
      return undefined;
    } catch (cause) {
      return this.refused(cause);
    }
  }

  private refused(cause: unknown): TreeValidationResult {
    if (toBackendError(cause).code === 'INVALID_CREDENTIALS')
      return [
        {
          kind: 'server',
          message: 'That is not your current password.',
          fieldTree: this.form.currentPassword,
        },
      ];
    const refusal = refusalOf(cause, {
      currentPassword: this.form.currentPassword,
      newPassword: this.form.newPassword,
    });
    this.failure.set(refusal.above);
    return refusal.beside;
  }
}
