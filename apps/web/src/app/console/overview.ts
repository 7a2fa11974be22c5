import { Component, computed } from '@angular/core';
import { RouterLink } from '@angular/router';
import { readOverview } from '../backend/admin.js';
import { poll } from '../backend/poll.js';
import { Ago } from '../ui/ago.js';
import { Failure } from '../ui/failure.js';
import { Skeleton } from '../ui/skeleton.js';

const PERIOD_MS = 5000;

/** How the house stands: sessions, connections, places, nodes. */
@Component({
  selector: 'oda-overview',
  imports: [Ago, Failure, RouterLink, Skeleton],
  templateUrl: './overview.html',
  styleUrl: './overview.scss',
})
export class Overview {
  protected readonly overview = readOverview();
  /** 0 to 100, how full the house is. */
  protected readonly fullness = computed(() => {
    const desktops = this.overview.value()?.desktops;
    return desktops && desktops.max > 0 ? Math.min(100, (desktops.inUse / desktops.max) * 100) : 0;
  });

  constructor() {
    poll(this.overview, () => PERIOD_MS);
  }
}
