import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { CapacityLimit, DesktopAccount, DesktopHostView } from '#contracts';
import { Ago } from '../ui/ago.js';
import { Empty } from '../ui/empty.js';
import { countWords, missingWords, PHASE_LABELS, VERDICT_LABELS } from './desktop-ledger-words.js';

const LIMIT_WORDS: Record<CapacityLimit, string> = {
  memory: 'No further one is offered: memory is short',
  failing_starts: 'None is sold: the last starts failed',
};

/** One host: its places, its warm pool, and every desktop with what was found of it. */
@Component({
  selector: 'oda-desktop-host',
  imports: [Ago, Empty, RouterLink],
  templateUrl: './desktop-host.html',
  styleUrl: './desktop-host.scss',
})
export class DesktopHost {
  readonly host = input.required<DesktopHostView>();

  protected readonly phases = PHASE_LABELS;
  protected readonly verdicts = VERDICT_LABELS;
  protected readonly foundWords = countWords;
  protected readonly orphans = computed(() =>
    this.host().desktops.flatMap(({ desktopId, orphans }) =>
      orphans.map((trace) => ({ ...trace, desktopId })),
    ),
  );
  protected readonly limit = computed(() => {
    const { limitedBy } = this.host().capacity;
    return limitedBy && LIMIT_WORDS[limitedBy];
  });
  protected readonly poolWords = computed(() => {
    const { size, target, availableBytes } = this.host().pool;
    const free = `${(availableBytes / 2 ** 30).toFixed(1)} GiB of memory free`;
    return target < size
      ? `of ${size} asked for: memory allows ${target}, ${free}`
      : `of ${size} asked for, ${free}`;
  });

  /** Why a verdict is what it is; nothing to say of what is as expected. */
  protected why(desktop: DesktopAccount): string {
    return desktop.verdict === 'missing' ? missingWords(desktop).join(', ') : '';
  }
}
