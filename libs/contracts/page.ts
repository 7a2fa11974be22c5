import * as z from 'zod';
import { PlainText } from './scalars.js';

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;

/** `?limit=` of every list: 1 to 200, 50 unless told. */
export const Limit = z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE);

/** Opaque to the client; the server refuses one it did not make with INVALID_CURSOR. */
export const Cursor = z.string().min(1).max(200);

/** `?q=` of the lists that can be searched. */
export const Search = PlainText.trim().min(1).max(200);

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
