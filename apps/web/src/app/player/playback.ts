import { computed, inject, Injectable, InjectionToken, type OnDestroy, signal } from '@angular/core';
import type { RecordingDetail } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Recordings } from '../backend/recordings.js';
import { durationOf, playTimes, recordedAt, segmentAt, type PlayedSegment } from './play-time.js';
import { loadRecordedScreen, type PaintSegment, type RecordedScreen } from './recorded-screen.js';
import { SegmentShelf } from './segment-shelf.js';

export const LOAD_SCREEN = new InjectionToken<() => Promise<PaintSegment>>('LOAD_SCREEN', {
  factory: () => loadRecordedScreen,
});

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

/** How far a step of time may go: a tab that slept does not jump. */
const MAX_STEP_MS = 500;

/** Plays one recording on one stage. Provided by the page that shows it. */
@Injectable()
export class Playback implements OnDestroy {
  private readonly recordings = inject(Recordings);
  private readonly loadScreen = inject(LOAD_SCREEN);
  private readonly times = signal<readonly PlayedSegment[]>([]);
  private readonly at = signal(0);
  private readonly playing = signal(false);
  private readonly waiting = signal(false);
  private readonly trouble = signal<BackendError | undefined>(undefined);
  private stage: HTMLElement | undefined;
  private shelf: SegmentShelf | undefined;
  private screen: { of: number; screen: RecordedScreen } | undefined;
  private frame: number | undefined;
  private lastTickMs = 0;
  /** Of the newest seek: an older one that is still loading shows nothing any more. */
  private turn = 0;

  readonly positionMs = this.at.asReadonly();
  readonly isPlaying = this.playing.asReadonly();
  /** The picture of the position is on its way. */
  readonly isWaiting = this.waiting.asReadonly();
  readonly error = this.trouble.asReadonly();
  readonly speed = signal<Speed>(1);
  readonly durationMs = computed(() => durationOf(this.times()));
  readonly recordedAt = computed(() => recordedAt(this.times(), this.at()));

  /** Shows a recording from its begin; the same one, grown longer, stays where it is. */
  open(recording: RecordingDetail, stage: HTMLElement): void {
    const isNew = this.stage !== stage || this.shelf === undefined;
    this.stage = stage;
    this.times.set(playTimes(recording.segments));
    for (const { n, isOpen } of recording.segments) if (isOpen) this.shelf?.forget(n);
    this.shelf ??= new SegmentShelf(recording.id, (id, n) => this.recordings.segment(id, n));
    if (isNew && recording.segments.length > 0) void this.seek(0);
  }

  play(): void {
    if (this.durationMs() === 0) return;
    if (this.at() >= this.durationMs()) void this.seek(0);
    this.playing.set(true);
    this.lastTickMs = performance.now();
    this.frame ??= requestAnimationFrame(() => this.tick());
  }

  pause(): void {
    this.playing.set(false);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
  }

  /** Shows what there was at a position; resolves when it is seen. */
  async seek(positionMs: number): Promise<void> {
    const to = Math.min(Math.max(positionMs, 0), this.durationMs());
    const turn = (this.turn += 1);
    this.at.set(to);
    this.waiting.set(true);
    this.trouble.set(undefined);
    try {
      await this.show(to, () => turn === this.turn);
    } catch (cause) {
      if (turn !== this.turn) return;
      this.trouble.set(toBackendError(cause));
      this.pause();
    } finally {
      if (turn === this.turn) this.waiting.set(false);
    }
  }

  ngOnDestroy(): void {
    this.turn += 1;
    this.pause();
    this.screen?.screen.close();
  }

  private async show(to: number, isWanted: () => boolean): Promise<void> {
    const segment = segmentAt(this.times(), to);
    const { stage, shelf } = this;
    if (!segment || !stage || !shelf) return;
    const withinMs = to - segment.beginMs;
    if (this.screen?.of === segment.n && this.screen.screen.canReach(withinMs))
      return this.screen.screen.playTo(withinMs);
    const [paint, records] = await Promise.all([this.loadScreen(), shelf.records(segment.n)]);
    if (!isWanted()) return;
    const screen = paint(stage, records);
    await screen.playTo(withinMs);
    if (!isWanted()) return screen.close();
    screen.show();
    this.screen?.screen.close();
    this.screen = { of: segment.n, screen };
    const next = this.times().find(({ n }) => n > segment.n);
    if (next) shelf.records(next.n).catch(() => undefined); // told when it is its turn
  }

  private tick(): void {
    this.frame = undefined;
    if (!this.playing()) return;
    const nowMs = performance.now();
    const stepMs = Math.min(nowMs - this.lastTickMs, MAX_STEP_MS) * this.speed();
    this.lastTickMs = nowMs;
    if (!this.waiting()) this.advance(stepMs);
    if (this.playing()) this.frame = requestAnimationFrame(() => this.tick());
  }

  private advance(stepMs: number): void {
    const to = Math.min(this.at() + stepMs, this.durationMs());
    const segment = segmentAt(this.times(), to);
    if (segment && this.screen?.of === segment.n) {
      this.at.set(to);
      void this.screen.screen.playTo(to - segment.beginMs);
    } else void this.seek(to);
    if (to >= this.durationMs()) this.pause();
  }
}
