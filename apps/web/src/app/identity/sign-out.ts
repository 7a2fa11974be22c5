import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Accounts } from '../backend/accounts.js';

/** Leaving: here at once, whatever the server says; a login it did not hear of ends with its cookie. */
@Injectable({ providedIn: 'root' })
export class SignOut {
  private readonly accounts = inject(Accounts);
  private readonly router = inject(Router);

  async now(): Promise<void> {
    try {
      await this.accounts.signOut();
    } catch {
      // Unreachable: the token is gone from this tab already, and the start page is the right place either way.
    }
    await this.router.navigateByUrl('/');
  }
}
