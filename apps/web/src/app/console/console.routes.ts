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
        path: 'desktops',
        title: 'Desktops',
        loadComponent: () => import('./desktops.js').then((file) => file.Desktops),
      },
      {
        path: 'money',
        loadComponent: () => import('./money/money-frame.js').then((file) => file.MoneyFrame),
        children: [
          { path: '', pathMatch: 'full', redirectTo: 'orders' },
          {
            path: 'orders',
            title: 'Orders',
            loadComponent: () => import('./money/order-list.js').then((file) => file.OrderList),
          },
          {
            path: 'refunds',
            title: 'Refunds',
            loadComponent: () => import('./money/refund-list.js').then((file) => file.RefundList),
          },
          {
            path: 'disputes',
            title: 'Disputes',
            loadComponent: () => import('./money/dispute-list.js').then((file) => file.DisputeList),
          },
          {
            path: 'events',
            title: 'Stripe’s events',
            loadComponent: () => import('./money/event-list.js').then((file) => file.EventList),
          },
        ],
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
