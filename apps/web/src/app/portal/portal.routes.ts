import type { Routes } from '@angular/router';
import { signedIn } from '../identity/identity.guard.js';

export const portalRoutes: Routes = [
  {
    path: 'buy',
    title: 'Buy a session',
    canMatch: [signedIn],
    loadComponent: () => import('./buy.js').then((file) => file.Buy),
  },
  {
    path: 'checkout/:checkoutId',
    title: 'Your desktop',
    canMatch: [signedIn],
    loadComponent: () => import('./checkout.js').then((file) => file.Checkout),
  },
  {
    path: 'sessions',
    title: 'Sessions',
    canMatch: [signedIn],
    loadComponent: () => import('./sessions.js').then((file) => file.SessionsPage),
  },
  {
    path: 'sessions/:id',
    title: 'Session',
    canMatch: [signedIn],
    data: { bare: true },
    loadComponent: () => import('./session.js').then((file) => file.SessionPage),
  },
  {
    path: 'sessions/:id/extend',
    title: 'More time',
    canMatch: [signedIn],
    loadComponent: () => import('./extend.js').then((file) => file.Extend),
  },
  {
    path: 'orders',
    title: 'Orders',
    canMatch: [signedIn],
    loadComponent: () => import('./orders.js').then((file) => file.Orders),
  },
  {
    path: 'watch',
    title: 'A shared desktop',
    data: { bare: true },
    loadComponent: () => import('./watch.js').then((file) => file.Watch),
  },
];
