import * as z from 'zod';
import { PlainText } from '#contracts';
import { AppError } from './app-error.js';

/** A time as lists write it: UTC, microseconds. PostgreSQL has no year 0. */
const Moment = z.iso.datetime({ precision: 6 }).refine((at) => !at.startsWith('0000'));

/** What follows the time in a cursor must be an id of the listed table: the database would refuse another. */
const CURSOR_IDS = {
  uuid: z.uuid(),
  serial: z.string().regex(/^\d{1,18}$/),
  text: PlainText.min(1).max(255),
} as const;

/** Lists run newest first by time and id; a cursor names the last row seen. */
export interface CursorPosition {
  at: string;
  id: string;
}

/** `at` in microseconds, as PostgreSQL keeps it: two rows of one millisecond must not hide each other. */
export function encodeCursor({ at, id }: CursorPosition): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @throws AppError INVALID_CURSOR for anything `encodeCursor` did not make for such a list */
export function decodeCursor(cursor: string, ids: keyof typeof CURSOR_IDS): CursorPosition {
  try {
    const [at, id] = z
      .tuple([Moment, CURSOR_IDS[ids]])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch (cause) {
    throw new AppError('INVALID_CURSOR', { cause });
  }
}
