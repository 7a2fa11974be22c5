import { effect, inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Access } from '../backend/access.js';
import { RETURN_TO } from './return-to.js';

/** Leads to signing in, and back again, when the server no longer knows somebody who was signed in here. */
@Injectable({ providedIn: 'root' })
export class SignInAgain {
  constructor() {
    const access = inject(Access);
    const router = inject(Router);
    effect(() => {
      if (access.isLost()) void router.navigate(['/sign-in'], { queryParams: { [RETURN_TO]: router.url } });
    });
  }
}
