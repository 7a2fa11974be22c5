import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Listeners } from './listeners.js';

describe('Listeners', () => {
  let later: (() => void)[];

  beforeEach(() => {
    later = [];
    jest.spyOn(globalThis, 'queueMicrotask').mockImplementation((run) => void later.push(run));
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('keeps the others going when one throws, and lets the error surface afterwards', () => {
    const listeners = new Listeners<number>();
    const heard: number[] = [];
    listeners.add(() => {
      throw new Error('a bug of the portal');
    });
    listeners.add((value) => heard.push(value));

    listeners.emit(1);
    listeners.emit(2);

    expect(heard).toEqual([1, 2]);
    expect(later).toHaveLength(2);
    expect(later[0]).toThrow('a bug of the portal');
  });

  it('tells everybody in the same order, also when a listener causes the next value', () => {
    const listeners = new Listeners<number>();
    const heard: number[] = [];
    listeners.add((value) => {
      if (value === 1) listeners.emit(2);
    });
    listeners.add((value) => heard.push(value));

    listeners.emit(1);

    expect(heard).toEqual([1, 2]);
  });

  it('does not call one that was taken back while the value was being told', () => {
    const listeners = new Listeners<number>();
    const heard: number[] = [];
    listeners.add(() => cancel());
    const cancel = listeners.add((value) => heard.push(value));

    listeners.emit(1);

    expect(heard).toEqual([]);
  });

  it('counts a function that was added twice as two', () => {
    const listeners = new Listeners<number>();
    const heard: number[] = [];
    const listener = (value: number) => void heard.push(value);
    const cancel = listeners.add(listener);
    listeners.add(listener);

    listeners.emit(1);
    cancel();
    listeners.emit(2);

    expect(heard).toEqual([1, 1, 2]);
  });
});
