import { Component, computed, input, linkedSignal, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Params } from '@angular/router';
import type { BackendError } from '../backend/backend-error.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import type { IconName } from '../ui/icons.js';
import { Pager } from '../ui/pager.js';
import { Skeleton } from '../ui/skeleton.js';
import { SearchField } from './search-field.js';

/** Chips of which one is pressed: the value of one parameter of the address. */
export interface ChipGroup {
  param: string;
  label: string;
  chips: { value: string | undefined; name: string }[];
}

/** What a list shows when it has no rows, and when none of them match. */
export interface ListWords {
  title: string;
  search: string;
  searchHint: string;
  icon: IconName;
  empty: string;
  emptyHint: string;
}

interface ListRead {
  value(): { items: readonly unknown[]; nextCursor: string | null } | undefined;
  error(): BackendError | undefined;
  reload(): void;
}

/**
 * What every list of finance is framed by: chips, search, the four faces, pages, and a panel beside it. The table and
 * the panel (`panel`) are given as content.
 */
@Component({
  selector: 'oda-list-frame',
  imports: [Empty, Failure, MatButton, Pager, SearchField, Skeleton],
  templateUrl: './list-frame.html',
})
export class ListFrame {
  readonly words = input.required<ListWords>();
  readonly list = input.required<ListRead>();
  readonly groups = input.required<ChipGroup[]>();
  /** The parameters of the address as they are understood. */
  readonly filter = input.required<Readonly<Record<string, string | undefined>>>();
  readonly isOpen = input(false);
  readonly panelLabel = input('Details');
  readonly goTo = output<Params>();

  protected readonly at = linkedSignal(() => this.filter()['cursor']);
  protected readonly narrowing = computed(() => ['q', ...this.groups().map(({ param }) => param)]);
  protected readonly isNarrowed = computed(() => this.narrowing().some((name) => this.filter()[name]));

  protected choose(param: string, value: string | undefined): void {
    this.goTo.emit({ [param]: value ?? null, cursor: null });
  }

  protected showAll(): void {
    this.goTo.emit(Object.fromEntries([...this.narrowing(), 'cursor'].map((name) => [name, null])));
  }
}
