import * as z from 'zod';
import { AppError } from './app-error.js';

/** Lists run newest first by time and id; a cursor names the last row seen. */
const Position = z.tuple([z.iso.datetime({ precision: 6, offset: true }), z.string().min(1).max(64)]);
export interface CursorPosition {
  at: string;
  id: string;
}

/** `at` in microseconds, as PostgreSQL keeps it: two rows of one millisecond must not hide each other. */
export function encodeCursor({ at, id }: CursorPosition): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @throws AppError INVALID_CURSOR for anything `encodeCursor` did not make */
export function decodeCursor(cursor: string): CursorPosition {
  try {
    const [at, id] = Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch (cause) {
    throw new AppError('INVALID_CURSOR', { cause });
  }
}
