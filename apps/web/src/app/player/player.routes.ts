import type { Routes } from '@angular/router';
import { signedIn } from '../identity/identity.guard.js';

export const playerRoutes: Routes = [
  {
    path: ':id',
    title: 'Recording',
    canMatch: [signedIn],
    data: { bare: true },
    loadComponent: () => import('./player.js').then((file) => file.Player),
  },
];
