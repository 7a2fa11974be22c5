import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { PixelTurns } from './pixel-turns.js';

const BULK = 64 * 1024;

let now: number;
let turns: PixelTurns;
let read: string[];

beforeEach(() => {
  jest.useFakeTimers();
  now = 1_000;
  read = [];
  turns = new PixelTurns(() => now);
});
afterEach(() => {
  jest.useRealTimers();
});

const rests = (name: string, length = BULK) => turns.rests(length, () => read.push(name));

it('nobody waits while nobody types', () => {
  expect(rests('a', 10 * BULK)).toBe(false);
});

it('what fits into the socket at once waits for nobody', () => {
  turns.felt();
  expect(rests('a', BULK - 1)).toBe(false);
});

it('pixels in bulk wait while somebody types, and all of them go on with the next turn', () => {
  turns.felt();
  expect([rests('a'), rests('b')]).toEqual([true, true]);
  expect(read).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(read).toEqual(['a', 'b']);
  expect(rests('c')).toBe(true);
  jest.advanceTimersByTime(1);
  expect(read).toEqual(['a', 'b', 'c']);
});

it('they wait no more a tenth of a second after the last key', () => {
  turns.felt();
  now += 60;
  turns.felt();
  now += 99;
  expect(rests('a')).toBe(true);
  now += 1;
  expect(rests('b')).toBe(false);
});

it('who reads on in its turn and rests again waits for the turn after', () => {
  turns.felt();
  const again = (): void => void (read.push('a'), turns.rests(BULK, again));
  turns.rests(BULK, again);
  jest.advanceTimersByTime(3);
  expect(read).toEqual(['a', 'a', 'a']);
});
