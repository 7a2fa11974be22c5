import { Component, inject, input, signal } from '@angular/core';
import { form, FormField, FormRoot, required, type TreeValidationResult } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { Accounts } from '../backend/accounts.js';
import type { BackendError } from '../backend/backend-error.js';
import { Failure } from '../ui/failure.js';
import { EntryCard } from './entry-card.js';
import { START } from './identity.guard.js';
import { PasswordField } from './password-field.js';
import { refusalOf } from './refusal.js';
import { safeReturn } from './return-to.js';

@Component({
  selector: 'oda-sign-in',
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
  templateUrl: './sign-in.html',
})
export class SignIn {
  private readonly accounts = inject(Accounts);
  private readonly router = inject(Router);

  /** Where the person was going; a query parameter. */
  readonly returnTo = input<string>();
  protected readonly failure = signal<BackendError | undefined>(undefined);

  protected readonly form = form(
    signal({ email: '', password: '' }),
    (fields) => {
      required(fields.email, { message: 'Enter your email address.' });
      required(fields.password, { message: 'Enter your password.' });
    },
    { submission: { action: () => this.submit() } },
  );

  private async submit(): Promise<TreeValidationResult> {
    this.failure.set(undefined);
    try {
      const user = await this.accounts.signIn(this.form().value());
      await this.router.navigateByUrl(safeReturn(this.returnTo(), START[user.role]));
      return undefined;
    } catch (cause) {
      const refusal = refusalOf(cause, { email: this.form.email, password: this.form.password });
      this.failure.set(refusal.above);
      return refusal.beside;
    }
  }
}
