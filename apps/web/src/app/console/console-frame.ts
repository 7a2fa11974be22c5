import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';

/** The console's own navigation above whichever of its screens is open. */
@Component({
  selector: 'oda-console-frame',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <nav aria-label="Console">
      @for (screen of screens; track screen.path) {
        <a [routerLink]="screen.path" routerLinkActive="here" ariaCurrentWhenActive="page">{{
          screen.name
        }}</a>
      }
    </nav>
    <router-outlet />
  `,
  styles: `
    nav {
      display: flex;
      gap: 4px;
      padding: 0 12px;
      border-bottom: 1px solid var(--line);
      background: var(--surface);
      overflow-x: auto;
    }
    a {
      padding: 10px 12px;
      border-bottom: 2px solid transparent;
      color: var(--ink-soft);
      font-weight: 500;
      text-decoration: none;
      white-space: nowrap;
    }
    a:hover {
      color: var(--ink);
    }
    a.here {
      border-color: var(--accent);
      color: var(--ink);
    }
  `,
})
export class ConsoleFrame {
  protected readonly screens = [
    { path: 'overview', name: 'Overview' },
    { path: 'sessions', name: 'Sessions' },
    { path: 'desktops', name: 'Desktops' },
    { path: 'money', name: 'Money' },
    { path: 'users', name: 'People' },
    { path: 'audit', name: 'Audit' },
  ];
}
