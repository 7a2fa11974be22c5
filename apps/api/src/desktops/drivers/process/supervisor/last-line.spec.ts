import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { LastLine } from './last-line.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
let ended: string[];
let line: LastLine;

beforeEach(() => {
  jest.useFakeTimers();
  ended = [];
  line = new LastLine((reason) => ended.push(reason));
});
afterEach(() => {
  jest.useRealTimers();
});

it('leaves the ending of a session to the session, and comes shortly after it', () => {
  line.setDeadline(DAY_MS);
  jest.advanceTimersByTime(DAY_MS);
  expect(ended).toEqual([]);
  jest.advanceTimersByTime(3_000);
  expect(ended).toEqual(['deadline']);
});

it('moves with the deadline, beyond what one timer can hold', () => {
  line.setDeadline(1_000);
  line.setDeadline(30 * DAY_MS);
  jest.advanceTimersByTime(30 * DAY_MS);
  expect(ended).toEqual([]);
  jest.advanceTimersByTime(3_000);
  expect(ended).toEqual(['deadline']);
});

it('ends a warm desktop that nobody has been connected to for a quarter of an hour', () => {
  line.setWatched(false);
  jest.advanceTimersByTime(10 * MINUTE_MS);
  line.setWatched(true);
  jest.advanceTimersByTime(DAY_MS);
  expect(ended).toEqual([]);
  line.setWatched(false);
  jest.advanceTimersByTime(15 * MINUTE_MS);
  expect(ended).toEqual(['abandoned']);
});

it('does not end a given desktop for being unwatched: its customer may be there without us', () => {
  line.setDeadline(DAY_MS);
  line.setWatched(false);
  jest.advanceTimersByTime(DAY_MS);
  expect(ended).toEqual([]);
});
