import { Component, computed, input, linkedSignal } from '@angular/core';
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

/** Chips for each state, the words they are shown by, and one for all of them. */
export function stateChips<State extends string>(
  states: readonly State[],
  words: Readonly<Record<State, { text: string }>>,
): ChipGroup {
  const chips = states.map((value) => ({ value, name: words[value].text }));
  return { param: 'state', label: 'State', chips: [{ value: undefined, name: 'All' }, ...chips] };
}

export interface ListRead {
  value(): { items: readonly unknown[]; nextCursor: string | null } | undefined;
  error(): BackendError | undefined;
  reload(): void;
}

/** A list as its frame needs it. */
export interface FramedList {
  readonly words: ListWords;
  readonly groups: ChipGroup[];
  readonly list: ListRead;
  /** The parameters of the address as they are understood. */
  filter(): Readonly<Record<string, string | undefined>>;
  isOpen(): boolean;
  goTo(parameters: Params): void;
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
  readonly of = input.required<FramedList>();
  readonly panelLabel = input.required<string>();

  protected readonly words = computed(() => this.of().words);
  protected readonly groups = computed(() => this.of().groups);
  protected readonly list = computed(() => this.of().list);
  protected readonly filter = computed(() => this.of().filter());
  protected readonly at = linkedSignal(() => this.filter()['cursor']);
  protected readonly narrowing = computed(() => ['q', ...this.groups().map(({ param }) => param)]);
  protected readonly isNarrowed = computed(() => this.narrowing().some((name) => this.filter()[name]));

  protected choose(param: string, value: string | undefined): void {
    this.of().goTo({ [param]: value ?? null, cursor: null });
  }

  protected showAll(): void {
    this.of().goTo(Object.fromEntries([...this.narrowing(), 'cursor'].map((name) => [name, null])));
  }
}
