import type { Routes } from '@angular/router';
import { formFieldDefaults } from '../ui/form-field-defaults.js';
import { signedIn, signedOutOnly } from './identity.guard.js';

export const identityRoutes: Routes = [
  {
    path: 'sign-in',
    title: 'Sign in',
    canActivate: [signedOutOnly],
    providers: [formFieldDefaults],
    loadComponent: () => import('./sign-in.js').then((file) => file.SignIn),
  },
  {
    path: 'register',
    title: 'Create an account',
    canActivate: [signedOutOnly],
    providers: [formFieldDefaults],
    loadComponent: () => import('./register.js').then((file) => file.Register),
  },
  {
    path: 'account',
    title: 'Account',
    canMatch: [signedIn],
    providers: [formFieldDefaults],
    loadComponent: () => import('./account.js').then((file) => file.Account),
  },
];
