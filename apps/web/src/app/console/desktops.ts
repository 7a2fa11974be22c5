import { Component, computed } from '@angular/core';
import { readDesktopHosts } from '../backend/admin.js';
import { poll } from '../backend/poll.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Skeleton } from '../ui/skeleton.js';
import { DesktopHost } from './desktop-host.js';

const PERIOD_MS = 5000;

/** The ledger of desktops: on each host, what must be there against what was found. */
@Component({
  selector: 'oda-desktops',
  imports: [DesktopHost, Empty, Failure, Skeleton],
  template: `
    <div class="page page-wide">
      <div class="page-head"><h1>Desktops</h1></div>
      @if (hosts.error(); as error) {
        <oda-failure [error]="error" (retry)="hosts.reload()" />
      }
      @if (items(); as hosts) {
        <div class="stack stack-wide">
          @for (host of hosts; track host.host) {
            <oda-desktop-host [host]="host" />
          } @empty {
            <oda-empty icon="desktop_windows" title="No host has reported yet">
              Each one looks through its desktops within half a minute of its start.
            </oda-empty>
          }
        </div>
      } @else if (!hosts.error()) {
        <div class="card"><oda-skeleton [lines]="7" [height]="20" /></div>
      }
    </div>
  `,
  styles: `
    oda-failure {
      margin-bottom: 16px;
    }
  `,
})
export class Desktops {
  protected readonly hosts = readDesktopHosts();
  protected readonly items = computed(() => this.hosts.value()?.items);

  constructor() {
    poll(this.hosts, () => PERIOD_MS);
  }
}
