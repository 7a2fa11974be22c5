import { Component, computed } from '@angular/core';
import { RouterLink } from '@angular/router';
import { readOverview } from '../backend/admin.js';
import { readMoneyOverview } from '../backend/admin-money.js';
import { poll } from '../backend/poll.js';
import { Ago } from '../ui/ago.js';
import { Failure } from '../ui/failure.js';
import { Skeleton } from '../ui/skeleton.js';
import { spanWords } from '../ui/time-words.js';
import { waitingWords } from './money/money-words.js';

const PERIOD_MS = 5000;
/** A desktop is up within seconds of its payment; longer than this somebody should look. */
const LONG_WAIT_SECONDS = 60;

/** How the house stands: sessions, connections, places, nodes, and money that waits. */
@Component({
  selector: 'oda-overview',
  imports: [Ago, Failure, RouterLink, Skeleton],
  templateUrl: './overview.html',
  styleUrl: './overview.scss',
})
export class Overview {
  protected readonly overview = readOverview();
  protected readonly money = readMoneyOverview();
  protected readonly longWaitSeconds = LONG_WAIT_SECONDS;
  protected readonly waitingWords = waitingWords;
  protected readonly spanWords = spanWords;
  /** 0 to 100, how full the house is. */
  protected readonly fullness = computed(() => {
    const desktops = this.overview.value()?.desktops;
    return desktops && desktops.max > 0 ? Math.min(100, (desktops.inUse / desktops.max) * 100) : 0;
  });

  constructor() {
    poll(this.overview, () => PERIOD_MS);
    poll(this.money, () => PERIOD_MS);
  }
}
