import type { Routes } from '@angular/router';
import { formFieldDefaults } from '../ui/form-field-defaults.js';

export const consoleRoutes: Routes = [
  {
    path: '',
    providers: [formFieldDefaults],
    loadComponent: () => import('./console-frame.js').then((file) => file.ConsoleFrame),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'sessions' },
      {
        path: 'overview',
        title: 'Overview',
        loadComponent: () => import('./overview.js').then((file) => file.Overview),
      },
      {
        path: 'sessions',
        title: 'All sessions',
        loadComponent: () => import('./all-sessions.js').then((file) => file.AllSessions),
      },
      {
        path: 'sessions/:id',
        title: 'Session',
        loadComponent: () => import('./one-session.js').then((file) => file.OneSession),
      },
      {
        path: 'users',
        title: 'People',
        loadComponent: () => import('./users.js').then((file) => file.Users),
      },
      {
        path: 'audit',
        title: 'Audit',
        loadComponent: () => import('./audit.js').then((file) => file.Audit),
      },
    ],
  },
];
