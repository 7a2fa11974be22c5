import { beforeEach, describe, expect, it } from '@jest/globals';
import { Liveness } from './liveness.js';
import { FakeTime } from './testing/fake-time.js';

describe('Liveness', () => {
  let time: FakeTime;
  let told: string[];
  let liveness: Liveness;

  beforeEach(() => {
    time = new FakeTime();
    told = [];
    liveness = new Liveness(time, {
      probe: () => told.push('probe'),
      suspect: () => told.push('suspect'),
      steady: () => told.push('steady'),
      dead: () => {
        told.push('dead');
        liveness.stop();
      },
    });
  });

  it('finds a dead peer 20 s after its last word, neither later nor earlier', async () => {
    await time.advance(19_999);
    expect(told).toEqual(['probe', 'suspect']);
    await time.advance(1);
    expect(told).toEqual(['probe', 'suspect', 'dead']);
  });

  it('asks every 15 s of quiet, and is content with an answer', async () => {
    for (let round = 0; round < 4; round += 1) {
      await time.advance(15_000);
      liveness.heard();
    }
    expect(told).toEqual(['probe', 'probe', 'probe', 'probe']);
  });

  it('does not ask a peer that talks', async () => {
    for (let second = 0; second < 60; second += 1) {
      await time.advance(1000);
      liveness.heard();
    }
    expect(told).toEqual([]);
    await time.advance(15_000);
    expect(told).toEqual(['probe']);
  });

  it('says that it is steady again when the answer was slow', async () => {
    await time.advance(18_000);
    liveness.heard();
    expect(told).toEqual(['probe', 'suspect', 'steady']);
  });

  it('does not alarm anybody over an answer within 2 s', async () => {
    await time.advance(16_999);
    liveness.heard();
    await time.advance(14_000);
    expect(told).toEqual(['probe']);
  });

  it('asks at once when it is told to, and once only', async () => {
    liveness.check();
    liveness.check();
    expect(told).toEqual(['probe']);
    await time.advance(5_000);
    expect(told).toEqual(['probe', 'suspect', 'dead']);
  });

  it('is suspect from the first moment of doubt until an answer', async () => {
    liveness.doubt();
    await time.advance(4_000);
    expect(told).toEqual(['probe', 'suspect']);
    liveness.heard();
    expect(told).toEqual(['probe', 'suspect', 'steady']);
  });

  it('asks once more after a sleep, because the answer may wait unread', async () => {
    await time.advance(15_000);
    time.sleep(600_000);
    await time.advance(4_999);
    expect(told).toEqual(['probe', 'probe', 'suspect']);
    liveness.heard();
    await time.advance(14_000);
    expect(told).toEqual(['probe', 'probe', 'suspect', 'steady']);
  });

  it('asks once more also when it slept between suspicion and verdict', async () => {
    await time.advance(18_000);
    time.sleep(600_000);
    await time.advance(4_999);
    expect(told).toEqual(['probe', 'suspect', 'probe']);
    await time.advance(1);
    expect(told).toEqual(['probe', 'suspect', 'probe', 'dead']);
  });

  it('grants that once: under throttled timers a dead peer is found too', async () => {
    await time.advance(15_000);
    for (let minute = 0; minute < 4; minute += 1) {
      time.sleep(60_000);
      await time.advance(0);
    }
    expect(told).toEqual(['probe', 'probe', 'suspect', 'dead']);
  });

  it('grants it anew for the next question', async () => {
    await time.advance(15_000);
    time.sleep(60_000);
    await time.advance(0);
    liveness.heard();
    await time.advance(15_000);
    time.sleep(60_000);
    await time.advance(4_999);
    expect(told).not.toContain('dead');
  });

  it('survives a clock that is set back', async () => {
    await time.advance(14_000);
    time.setClock(-3_600_000);
    await time.advance(16_000);
    liveness.heard();
    await time.advance(15_000);
    expect(told).toEqual(['probe']);
  });

  it('tells nothing and holds no timer once it is stopped', async () => {
    liveness.check();
    liveness.stop();
    await time.advance(60_000);
    expect(told).toEqual(['probe']);
    expect(time.timersLeft).toBe(0);
  });
});
