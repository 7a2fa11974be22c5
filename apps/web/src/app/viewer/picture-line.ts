import { computed, effect, inject, Injectable, type OnDestroy, signal, untracked } from '@angular/core';
import { MONOTONIC } from '../backend/server-clock.js';
import { remembered } from '../ui/remembered.js';
import { ASK_EVERY_MS, type Line, LineMeter } from './line-meter.js';
import { FIRST_FIT, fitPicture } from './picture-fit.js';
import { type Picture, PICTURES, QUALITIES, type Quality } from './picture-quality.js';

const READ_EVERY_MS = 1_000;

/** What is measured and fitted: a screen that is connected. */
export interface MeasuredScreen {
  probe(): void;
  show(picture: Picture): void;
}

/**
 * Measures the line under a desktop's picture and fits the picture to it, or shows what was chosen by hand. A page that
 * nobody looks at is not measured: its timers are late, and so would the answers seem.
 */
@Injectable()
export class PictureLine implements OnDestroy {
  private readonly now = inject(MONOTONIC);
  private readonly measured = signal<Line | undefined>(undefined);
  private readonly fit = signal(FIRST_FIT);
  private readonly chosen = remembered<Quality>('oda.quality', QUALITIES, 'auto');
  private screen: MeasuredScreen | undefined;
  private meter = new LineMeter(this.now);
  private timers: ReturnType<typeof setInterval>[] = [];

  /** Undefined while there is no connection, or no reading yet. */
  readonly line = this.measured.asReadonly();
  readonly quality = this.chosen.asReadonly();
  readonly level = computed(() => {
    const chosen = this.chosen();
    return chosen === 'auto' ? this.fit().level : chosen;
  });
  readonly picture = computed(() => PICTURES[this.level()]);

  constructor() {
    effect(() => {
      const picture = this.picture();
      untracked(() => this.screen?.show(picture));
    });
  }

  choose(quality: Quality): void {
    this.chosen.set(quality);
  }

  attach(screen: MeasuredScreen): void {
    this.detach();
    this.screen = screen;
    this.meter = new LineMeter(this.now);
    this.fit.update(({ level }) => ({ ...FIRST_FIT, level }));
    this.timers = [
      setInterval(() => this.ask(), ASK_EVERY_MS),
      setInterval(() => this.read(), READ_EVERY_MS),
    ];
    this.ask();
  }

  detach(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    this.screen = undefined;
    this.measured.set(undefined);
  }

  received(bytes: number): void {
    this.meter.received(bytes);
  }

  onFrame(): void {
    this.meter.painted();
  }

  onAnswer(): void {
    this.meter.answered();
  }

  ngOnDestroy(): void {
    this.detach();
  }

  private ask(): void {
    if (document.visibilityState === 'visible' && this.meter.ask()) this.screen?.probe();
  }

  private read(): void {
    if (document.visibilityState !== 'visible') return;
    const line = this.meter.read();
    this.measured.set(line);
    this.fit.update((fit) => fitPicture(fit, line));
  }
}
