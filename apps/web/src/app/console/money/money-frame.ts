import { Component, computed } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { readMoneyOverview } from '../../backend/admin-money.js';
import { poll } from '../../backend/poll.js';

const PERIOD_MS = 10_000;

/** Finance's four lists, and at each how much of it waits for a person. */
@Component({
  selector: 'oda-money-frame',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <nav aria-label="Money">
      @for (screen of screens(); track screen.path) {
        <a [routerLink]="screen.path" routerLinkActive="here" ariaCurrentWhenActive="page"
          >{{ screen.name }}
          @if (screen.waiting > 0) {
            <span class="waiting" [attr.aria-label]="', ' + screen.waiting + ' waiting'">{{
              screen.waiting
            }}</span>
          }
        </a>
      }
    </nav>
    <router-outlet />
  `,
  styles: `
    nav {
      display: flex;
      gap: 4px;
      padding: 12px 12px 0;
      overflow-x: auto;
    }
    a {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      padding: 6px 12px;
      border-radius: 6px;
      color: var(--ink-soft);
      font-weight: 500;
      text-decoration: none;
      white-space: nowrap;
    }
    a:hover {
      background: var(--hover);
    }
    a.here {
      background: var(--hover);
      color: var(--ink);
    }
    .waiting {
      min-width: 20px;
      padding: 0 6px;
      border-radius: 10px;
      background: var(--warn-soft);
      color: var(--warn);
      font-size: var(--text-s);
      font-weight: 600;
      line-height: 20px;
      text-align: center;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class MoneyFrame {
  private readonly overview = readMoneyOverview();
  protected readonly screens = computed(() => {
    const waiting = this.overview.value();
    return [
      { path: 'orders', name: 'Orders', waiting: 0 },
      { path: 'refunds', name: 'Refunds', waiting: waiting?.refundsFailed ?? 0 },
      { path: 'disputes', name: 'Disputes', waiting: waiting?.disputesOpen ?? 0 },
      {
        path: 'events',
        name: 'Events',
        waiting: (waiting?.eventsParked ?? 0) + (waiting?.eventsFailed ?? 0),
      },
    ];
  });

  constructor() {
    poll(this.overview, () => PERIOD_MS);
  }
}
