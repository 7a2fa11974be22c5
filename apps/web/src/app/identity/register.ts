import { Component, inject, input, signal } from '@angular/core';
import {
  email,
  form,
  FormField,
  FormRoot,
  maxLength,
  minLength,
  required,
  type TreeValidationResult,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '#contracts';
import { Accounts } from '../backend/accounts.js';
import type { BackendError } from '../backend/backend-error.js';
import { Failure } from '../ui/failure.js';
import { EntryCard } from './entry-card.js';
import { PasswordField } from './password-field.js';
import { refusalOf } from './refusal.js';
import { safeReturn } from './return-to.js';

@Component({
  selector: 'oda-register',
  imports: [
    EntryCard,
    Failure,
    FormField,
    FormRoot,
    MatButton,
    MatFormFieldModule,
    MatInput,
    PasswordField,
    RouterLink,
  ],
  templateUrl: './register.html',
})
export class Register {
  private readonly accounts = inject(Accounts);
  private readonly router = inject(Router);

  /** Where the person was going; a query parameter. */
  readonly returnTo = input<string>();
  protected readonly passwordRule = `At least ${PASSWORD_MIN_LENGTH} characters. A sentence is fine.`;
  protected readonly failure = signal<BackendError | undefined>(undefined);

  protected readonly form = form(
    signal({ email: '', password: '' }),
    (fields) => {
      required(fields.email, { message: 'Enter your email address.' });
      email(fields.email, { message: 'That does not look like an email address.' });
      required(fields.password, { message: 'Choose a password.' });
      minLength(fields.password, PASSWORD_MIN_LENGTH, {
        message: `Use at least ${PASSWORD_MIN_LENGTH} characters.`,
      });
      maxLength(fields.password, PASSWORD_MAX_LENGTH, {
        message: `Use at most ${PASSWORD_MAX_LENGTH} characters.`,
      });
    },
    { submission: { action: () => this.submit() } },
  );

  private async submit(): Promise<TreeValidationResult> {
    this.failure.set(undefined);
    try {
      await this.accounts.register(this.form().value());
      await this.router.navigateByUrl(safeReturn(this.returnTo(), '/buy'));
      return undefined;
    } catch (cause) {
      const refusal = refusalOf(cause, { email: this.form.email, password: this.form.password });
      this.failure.set(refusal.above);
      return refusal.beside;
    }
  }
}
