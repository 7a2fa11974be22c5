import { describe, expect, it } from '@jest/globals';
import { AppError } from './app-error.js';
import { decodeCursor, encodeCursor } from './cursor.js';

const AT = '2026-01-02T03:04:05.000006Z';
const ID = '0198a000-0000-7000-8000-000000000001';
const made = (...position: unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url');
const refusal = (cursor: string, ids: 'uuid' | 'serial' = 'uuid') => {
  try {
    return decodeCursor(cursor, ids);
  } catch (error) {
    return error instanceof AppError ? error.code : error;
  }
};

describe('a cursor', () => {
  it.each([
    ['no JSON', 'a'],
    ['no pair', made(AT)],
    ['an id that is no UUID', made(AT, 'x')],
    ['a number for an id', made(AT, 7)],
    ['NUL in its id', made(AT, `${ID}\0`)],
    ['a year that PostgreSQL does not have', made('0000-01-01T00:00:00.000000Z', ID)],
    ['an offset that PostgreSQL does not take', made('2026-01-01T00:00:00.000000+23:59', ID)],
    ['a time with less than microseconds', made('2026-01-01T00:00:00Z', ID)],
  ])('with %s is refused', (_, cursor) => expect(refusal(cursor)).toBe('INVALID_CURSOR'));

  it.each(['99999999999999999999', '-1', '1.5', ID, ''])('of a numbered list refuses %j', (id) =>
    expect(refusal(made(AT, id), 'serial')).toBe('INVALID_CURSOR'),
  );

  it('comes back as it was made', () => {
    expect(decodeCursor(encodeCursor({ at: AT, id: ID }), 'uuid')).toEqual({ at: AT, id: ID });
    expect(decodeCursor(encodeCursor({ at: AT, id: '42' }), 'serial')).toEqual({ at: AT, id: '42' });
  });
});
