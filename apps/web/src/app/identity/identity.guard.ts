import { inject } from '@angular/core';
import { type CanActivateFn, type CanMatchFn, Router } from '@angular/router';
import type { Role } from '#contracts';
import { Access } from '../backend/access.js';
import { RETURN_TO } from './return-to.js';

/** The first screen of each role. */
export const START: Record<Role, string> = { customer: '/sessions', admin: '/console' };

/** Lets those through who are signed in; others sign in first and come back to where they were going. */
export const signedIn: CanMatchFn = async () => {
  const access = inject(Access);
  const router = inject(Router);
  await access.restored();
  if (access.user()) return true;
  const wanted = router.currentNavigation()?.extractedUrl.toString() ?? '/';
  return router.createUrlTree(['/sign-in'], { queryParams: { [RETURN_TO]: wanted } });
};

/** Screens for visitors; whoever is signed in goes to the first screen of their role. */
export const signedOutOnly: CanMatchFn = async () => {
  const access = inject(Access);
  const router = inject(Router);
  await access.restored();
  const user = access.user();
  return user ? router.parseUrl(START[user.role]) : true;
};

/** The console is for administrators. A convenience: the api refuses everybody else anyway. */
export const adminOnly: CanActivateFn = () => {
  const router = inject(Router);
  return inject(Access).user()?.role === 'admin' || router.parseUrl('/sessions');
};
