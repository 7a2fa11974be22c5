import type { Routes } from '@angular/router';
import { adminOnly, signedIn, signedOutOnly } from '../identity/identity.guard.js';

/** A route with `data.bare` draws its own bar and gets the whole window. */
export const appRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    canMatch: [signedOutOnly],
    loadComponent: () => import('../portal/home.js').then((file) => file.Home),
  },
  {
    path: '',
    loadChildren: () => import('../identity/identity.routes.js').then((file) => file.identityRoutes),
  },
  {
    path: 'console',
    canMatch: [signedIn],
    canActivate: [adminOnly],
    loadChildren: () => import('../console/console.routes.js').then((file) => file.consoleRoutes),
  },
  {
    path: 'recordings',
    loadChildren: () => import('../player/player.routes.js').then((file) => file.playerRoutes),
  },
  { path: '', loadChildren: () => import('../portal/portal.routes.js').then((file) => file.portalRoutes) },
  {
    path: '**',
    title: 'Not found',
    loadComponent: () => import('./not-found.js').then((file) => file.NotFound),
  },
];
