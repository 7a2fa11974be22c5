import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RecordingDetail } from '#contracts';
import { encodeRecordHead, SEGMENT_MAGIC, type SegmentRecord } from '#recording';
import { Recordings } from '../backend/recordings.js';
import { LOAD_SCREEN, Playback } from './playback.js';
import type { RecordedScreen } from './recorded-screen.js';

const ID = '0e8f1c2a-5b7d-4c3e-9a1f-000000000001';
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 14, 0, seconds)).toISOString();
const recording = (...lengths: number[]) =>
  RecordingDetail.parse({
    id: ID,
    sessionId: ID,
    startedBy: 'customer',
    startedAt: at(0),
    stoppedAt: at(60),
    stopReason: 'customer',
    recordedMs: 20_000,
    bytes: 10,
    deletesAt: null,
    reference: '7Q2F',
    segments: lengths.map((seconds, index) => ({
      n: index + 1,
      startedAt: at(10 * index),
      endedAt: at(10 * index + seconds),
      bytes: 10,
      isOpen: false,
    })),
  });

/** Shows nothing; remembers how far it was told to play. */
class FakeScreen {
  atMs = -1;
  isShown = false;
  isClosed = false;
  constructor(readonly records: readonly SegmentRecord[]) {}
  canReach(ms: number): boolean {
    return ms >= this.atMs;
  }
  async playTo(ms: number): Promise<void> {
    this.atMs = ms;
  }
  show(): void {
    this.isShown = true;
  }
  close(): void {
    this.isClosed = true;
  }
}

let playback: Playback;
let screens: FakeScreen[];
let fetched: number[];
let isAway: boolean;
let held: Map<number, () => void>;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
  [screens, fetched, isAway, held] = [[], [], false, new Map()];
  const segment = async (_id: string, n: number) => {
    fetched.push(n);
    if (isAway) throw new Error('offline');
    if (held.has(n)) await new Promise<void>((resolve) => held.set(n, resolve));
    return Uint8Array.from([...SEGMENT_MAGIC, ...encodeRecordHead(0, 1), n]);
  };
  const paint = (_stage: HTMLElement, records: readonly SegmentRecord[]) => {
    const screen = new FakeScreen(records);
    screens.push(screen);
    return screen as unknown as RecordedScreen;
  };
  TestBed.configureTestingModule({
    providers: [
      Playback,
      { provide: Recordings, useValue: { segment } },
      { provide: LOAD_SCREEN, useValue: async () => paint },
    ],
  });
  playback = TestBed.inject(Playback);
});
afterEach(() => {
  TestBed.resetTestingModule();
  jest.useRealTimers();
});

const settle = () => jest.advanceTimersByTimeAsync(0);
const shown = () => screens.filter((screen) => screen.isShown && !screen.isClosed);
async function open(...lengths: number[]): Promise<void> {
  playback.open(recording(...lengths), document.createElement('div'));
  await settle();
}

describe('playing a recording', () => {
  it('begins with its first picture, still', async () => {
    await open(10, 5);
    expect([playback.positionMs(), playback.durationMs(), playback.isPlaying()]).toEqual([0, 15_000, false]);
    expect(shown()).toMatchObject([{ atMs: 0 }]);
  });

  it('of nothing does nothing', async () => {
    await open();
    playback.play();
    expect([playback.isPlaying(), screens, fetched]).toEqual([false, [], []]);
  });

  it('goes with the time, at the speed that is chosen, from segment to segment, and stops at its end', async () => {
    await open(10, 5);
    playback.play();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(Math.abs(playback.positionMs() - 2_000)).toBeLessThan(100);
    playback.speed.set(8);
    await jest.advanceTimersByTimeAsync(1_200);
    expect(shown()).toMatchObject([{ records: [{ bytes: Uint8Array.of(2) }] }]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect([playback.positionMs(), playback.isPlaying()]).toEqual([15_000, false]);
    playback.play();
    await settle();
    expect(playback.positionMs()).toBeLessThan(1_000);
  });

  it('pauses where it is', async () => {
    await open(10);
    playback.play();
    await jest.advanceTimersByTimeAsync(1_000);
    playback.pause();
    const stood = playback.positionMs();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(playback.positionMs()).toBe(stood);
  });
});

describe('seeking', () => {
  it('forward in a segment goes on with it; back begins it anew', async () => {
    await open(10);
    await playback.seek(8_000);
    expect(shown()).toMatchObject([{ atMs: 8_000 }]);
    expect(screens).toHaveLength(1);
    await playback.seek(3_000);
    expect(shown()).toMatchObject([{ atMs: 3_000 }]);
    expect(screens).toHaveLength(2);
    expect(fetched).toEqual([1]);
  });

  it('leaves what was shown until the other picture is there, and shows the last that was asked for', async () => {
    await open(10, 5, 5);
    held = new Map([[3, () => undefined]]);
    const first = playback.seek(17_000);
    await settle();
    expect(shown()).toMatchObject([{ records: [{ bytes: Uint8Array.of(1) }] }]);
    await playback.seek(12_000);
    held.get(3)?.();
    await first;
    expect(shown()).toMatchObject([{ atMs: 2_000, records: [{ bytes: Uint8Array.of(2) }] }]);
    expect(playback.positionMs()).toBe(12_000);
  });

  it('stays within the recording', async () => {
    await open(10);
    await playback.seek(99_000);
    expect(playback.positionMs()).toBe(10_000);
    await playback.seek(-5);
    expect(playback.positionMs()).toBe(0);
  });

  it('that cannot be fetched says so, pauses, and is tried again', async () => {
    await open(10, 5, 5);
    playback.play();
    isAway = true;
    await playback.seek(18_000);
    expect([playback.error(), playback.isPlaying(), playback.isWaiting()]).toEqual([
      expect.objectContaining({}),
      false,
      false,
    ]);
    isAway = false;
    await playback.seek(18_000);
    expect(playback.error()).toBeUndefined();
    expect(shown()).toMatchObject([{ records: [{ bytes: Uint8Array.of(3) }] }]);
  });
});

it('a recording that has grown stays where it is, and is longer', async () => {
  const stage = document.createElement('div');
  playback.open(recording(10), stage);
  await settle();
  await playback.seek(4_000);
  playback.open(recording(10, 5), stage);
  await settle();
  expect([playback.positionMs(), playback.durationMs(), screens.length]).toEqual([4_000, 15_000, 1]);
});
