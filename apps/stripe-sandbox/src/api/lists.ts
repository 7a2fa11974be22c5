import type * as z from 'zod';
import type { Cursor, Page } from '../store/objects.js';
import type { pagination } from './parameters.js';

type Pagination = z.infer<z.ZodObject<typeof pagination>>;

export function readCursor(parameters: Pagination): Cursor {
  const { limit, starting_after: startingAfter, ending_before: endingBefore } = parameters;
  return { limit, ...(startingAfter && { startingAfter }), ...(endingBefore && { endingBefore }) };
}

export function listBody<Item>(url: string, page: Page<Item>, show: (item: Item) => object): object {
  return { object: 'list', url, has_more: page.hasMore, data: page.items.map(show) };
}

/** `data.payment_intent` of a list is `payment_intent` of its items. */
export function itemPaths(expand: readonly string[] = []): string[] {
  return expand.map((path) => path.replace(/^data\./, ''));
}
