import { computed, Directive, inject, input, type Signal } from '@angular/core';
import { ActivatedRoute, type Params, Router } from '@angular/router';
import { poll } from '../backend/poll.js';
import type { ChipGroup, FramedList, ListRead, ListWords } from './list-frame.js';

const PERIOD_MS = 5000;

/**
 * A list of the console whose search, page and open row stand in the address: it can be sent to a colleague. It is what
 * `oda-list-frame` frames, and reads itself again every 5 s.
 */
@Directive()
export abstract class AddressedList implements FramedList {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  /** Query parameters. */
  readonly q = input<string>();
  readonly cursor = input<string>();
  readonly open = input<string>();

  abstract readonly words: ListWords;
  abstract readonly groups: ChipGroup[];
  abstract readonly filter: Signal<Readonly<Record<string, string | undefined>>>;
  abstract readonly list: ListRead;
  /** What `open` names, when it names anything. */
  abstract readonly openId: Signal<string | undefined>;

  readonly isOpen = computed(() => this.openId() !== undefined);

  protected readonly search = computed(() => ({
    q: this.q()?.trim() || undefined,
    cursor: this.cursor() || undefined,
  }));

  constructor() {
    poll({ reload: () => this.list.reload() }, () => PERIOD_MS);
  }

  goTo(queryParams: Params): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams, queryParamsHandling: 'merge' });
  }

  /** Closes what is open beside the list; the focus goes back to its row. */
  protected close(): void {
    const id = this.open();
    this.goTo({ open: null });
    if (id) document.getElementById(`row-${id}`)?.focus();
  }
}
