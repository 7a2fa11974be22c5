import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon.js';
import { clockTime, countdown } from '../ui/time-words.js';
import { Playback, SPEEDS, type Speed } from './playback.js';

const SKIP_MS = 10_000;
const SECOND_MS = 1_000;

/** Play, back and forth, where one is, how fast. All of it works by keyboard: the scrubber is a range of seconds. */
@Component({
  selector: 'oda-player-controls',
  imports: [Icon, MatIconButton, MatTooltip],
  templateUrl: './player-controls.html',
  styleUrl: './player-controls.scss',
})
export class PlayerControls {
  protected readonly playback = inject(Playback);
  protected readonly speeds = SPEEDS;
  protected readonly skipMs = SKIP_MS;

  protected readonly lastSecond = computed(() => Math.ceil(this.playback.durationMs() / SECOND_MS));
  /** The last second may be a part of one: at the end it counts as whole. */
  protected readonly seconds = computed(() => {
    const [atMs, durationMs] = [this.playback.positionMs(), this.playback.durationMs()];
    return atMs >= durationMs ? this.lastSecond() : Math.floor(atMs / SECOND_MS);
  });
  protected readonly position = computed(() => countdown(this.seconds() * SECOND_MS));
  protected readonly duration = computed(() => countdown(this.playback.durationMs()));
  protected readonly clock = computed(() => {
    const at = this.playback.recordedAt();
    return at && clockTime(at.toISOString(), true);
  });

  protected toggle(): void {
    if (this.playback.isPlaying()) this.playback.pause();
    else this.playback.play();
  }

  protected skip(byMs: number): void {
    void this.playback.seek(this.playback.positionMs() + byMs);
  }

  protected scrub(event: Event): void {
    void this.playback.seek(Number(valueOf(event)) * SECOND_MS);
  }

  protected chooseSpeed(event: Event): void {
    const chosen = Number(valueOf(event));
    this.playback.speed.set(SPEEDS.find((speed): speed is Speed => speed === chosen) ?? 1);
  }
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : '';
}
