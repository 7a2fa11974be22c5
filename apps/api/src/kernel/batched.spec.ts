import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { batched } from './batched.js';

/** A read that says when it is asked, and answers when it is let. */
function slowRead() {
  const asked: string[][] = [];
  const answers: (() => void)[] = [];
  const read = async (keys: readonly string[]) => {
    asked.push([...keys]);
    await new Promise<void>((resolve) => answers.push(resolve));
    return keys.map((key) => key.toUpperCase());
  };
  return { asked, answers, read };
}

/** Everything that needs no time has happened. */
async function turns(): Promise<void> {
  for (let n = 0; n < 10; n += 1) await turn();
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

describe('batched', () => {
  it('answers each with its own', async () => {
    const read = batched((keys: readonly number[]) => Promise.resolve(keys.map((key) => key * 10)));
    expect(await Promise.all([3, 1, 2, 1].map((key) => read(key)))).toEqual([30, 10, 20, 10]);
  });

  it('reads for all who ask while one reads, after that, at once', async () => {
    const { asked, answers, read } = slowRead();
    const get = batched(read);
    const first = get('a');
    await turns();
    const others = ['b', 'c', 'd'].map((key) => get(key));
    await turns();
    expect(asked).toEqual([['a']]);
    answers[0]?.();
    await turns();
    expect(asked).toEqual([['a'], ['b', 'c', 'd']]);
    answers[1]?.();
    expect(await Promise.all([first, ...others])).toEqual(['A', 'B', 'C', 'D']);
  });

  it('remembers nothing: who asks again has it read again', async () => {
    let now = 1;
    const get = batched((keys: readonly string[]) => Promise.resolve(keys.map(() => now)));
    expect(await get('a')).toBe(1);
    now = 2;
    expect(await get('a')).toBe(2);
  });

  it('holds nobody back behind a read that hangs', async () => {
    const { asked, answers, read } = slowRead();
    const get = batched(read);
    const hung = get('a');
    await turns();
    const second = get('b');
    await turns();
    jest.advanceTimersByTime(19);
    await turns();
    expect(asked).toEqual([['a']]);
    jest.advanceTimersByTime(1);
    await turns();
    expect(asked).toEqual([['a'], ['b']]);
    answers[1]?.();
    expect(await second).toBe('B');
    answers[0]?.();
    expect(await hung).toBe('A');
  });

  it('tells an error to those of that read alone', async () => {
    let fails = true;
    const get = batched((keys: readonly string[]) =>
      fails ? Promise.reject(new Error('away')) : Promise.resolve([...keys]),
    );
    const outcomes = await Promise.allSettled([get('a'), get('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await get('a')).toBe('a');
  });

  it('asks for no more at once than it was told', async () => {
    const sizes: number[] = [];
    const get = batched((keys: readonly number[]) => {
      sizes.push(keys.length);
      return Promise.resolve([...keys]);
    }, 4);
    await Promise.all(Array.from({ length: 10 }, (_, n) => get(n)));
    expect(sizes).toEqual([4, 4, 2]);
  });
});
