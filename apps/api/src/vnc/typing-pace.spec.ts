import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { TypingPace } from './typing-pace.js';

let paces: number[];
let pace: TypingPace;
beforeEach(() => {
  jest.useFakeTimers();
  paces = [];
  pace = new TypingPace((framesPerSecond) => paces.push(framesPerSecond));
});
afterEach(() => {
  jest.useRealTimers();
});

it('asks for more pictures with the first input, once', () => {
  for (let n = 0; n < 50; n += 1) pace.felt();
  expect(paces).toEqual([1000]);
});

it('goes back ten seconds after the last input, not after the first', () => {
  pace.felt();
  jest.advanceTimersByTime(9_900);
  pace.felt();
  jest.advanceTimersByTime(9_900);
  expect(paces).toEqual([1000]);
  jest.advanceTimersByTime(100);
  expect(paces).toEqual([1000, 60]);
});

it('goes back when the viewer leaves in the middle of it, and asks nothing of a viewer who only looked', () => {
  pace.felt();
  pace.end();
  jest.advanceTimersByTime(10_000);
  expect(paces).toEqual([1000, 60]);
  new TypingPace((framesPerSecond) => paces.push(framesPerSecond)).end();
  expect(paces).toHaveLength(2);
});
