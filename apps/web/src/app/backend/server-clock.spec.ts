import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MONOTONIC, ServerClock } from './server-clock.js';

const NOON = Date.parse('2026-11-23T12:00:00.000Z');
const at = (ms: number) => new Date(NOON + ms).toISOString();

let monotonicMs: number;
let clock: ServerClock;

beforeEach(() => {
  monotonicMs = 5000;
  TestBed.configureTestingModule({ providers: [{ provide: MONOTONIC, useValue: () => monotonicMs }] });
  clock = TestBed.inject(ServerClock);
});

describe('the server clock', () => {
  it('claims no time before an answer came', () => {
    expect(clock.now()).toBeUndefined();
  });

  it('is not set back by an answer that was slow on its way', () => {
    clock.sync(at(0));
    monotonicMs += 3000;
    clock.sync(at(1500)); // stamped 1.5 s ago
    expect(clock.now()).toBe(NOON + 3000);
  });

  it('goes on by the monotonic clock between answers', () => {
    clock.sync(at(0));
    monotonicMs += 10_000;
    clock.sync(at(10_000));
    expect(clock.now()).toBe(NOON + 10_000);
  });

  it('begins afresh when the computer slept and its monotonic clock did not count', () => {
    clock.sync(at(0));
    clock.sync(at(3_600_000));
    expect(clock.now()).toBe(NOON + 3_600_000);
  });

  it('begins afresh when the server was set back', () => {
    clock.sync(at(0));
    clock.sync(at(-60_000));
    expect(clock.now()).toBe(NOON - 60_000);
  });
});
