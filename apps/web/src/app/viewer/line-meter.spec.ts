import { beforeEach, describe, expect, it } from '@jest/globals';
import { LineMeter } from './line-meter.js';

let now = 0;
let meter: LineMeter;
beforeEach(() => {
  now = 1_000;
  meter = new LineMeter(() => now);
});

describe('a line', () => {
  it('has no round trip before the first answer', () => {
    expect(meter.read().roundTripMs).toBeUndefined();
    meter.ask();
    now += 40;
    expect(meter.read().roundTripMs).toBeUndefined();
  });

  it('is asked one question at a time', () => {
    expect(meter.ask()).toBe(true);
    expect(meter.ask()).toBe(false);
    meter.answered();
    expect(meter.ask()).toBe(true);
  });

  it('takes an answer that nobody waits for as none', () => {
    meter.answered();
    expect(meter.read().roundTripMs).toBeUndefined();
  });

  it('has the round trip of its last answer', () => {
    meter.ask();
    now += 40;
    meter.answered();
    now += 500;
    expect(meter.read().roundTripMs).toBe(40);
  });

  it('is seen to be stuck while an answer is out for longer than the last one took', () => {
    meter.ask();
    now += 40;
    meter.answered();
    meter.ask();
    now += 30;
    expect(meter.read().roundTripMs).toBe(40);
    now += 970;
    expect(meter.read().roundTripMs).toBe(1_000);
  });

  it('has what came since it was last read, by the second', () => {
    meter.received(3_000);
    meter.painted();
    meter.painted();
    now += 500;
    expect(meter.read()).toMatchObject({ bytesPerSecond: 6_000, framesPerSecond: 4 });
    now += 1_000;
    expect(meter.read()).toMatchObject({ bytesPerSecond: 0, framesPerSecond: 0 });
  });
});
