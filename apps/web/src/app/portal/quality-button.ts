import { CdkOverlayOrigin } from '@angular/cdk/overlay';
import { Component, computed, inject, signal } from '@angular/core';
import { Popover } from '../ui/popover.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import { PictureLine } from '../viewer/picture-line.js';
import { QUALITIES } from '../viewer/picture-quality.js';
import { bandwidthWords, connectionWords, millisecondWords, QUALITY_WORDS } from './quality.js';

/** How the connection does, in a word; behind it the figures, and how sharp the picture shall be. */
@Component({
  selector: 'oda-quality-button',
  imports: [CdkOverlayOrigin, Popover],
  templateUrl: './quality-button.html',
  styleUrl: './quality-button.scss',
  host: { '[class]': 'connection().tone' },
})
export class QualityButton {
  private readonly link = inject(DesktopLink);
  protected readonly picture = inject(PictureLine);
  protected readonly isOpen = signal(false);
  protected readonly connection = computed(() =>
    connectionWords(this.link.state().name, this.picture.line()),
  );
  protected readonly label = computed(() => {
    const { words, figure } = this.connection();
    return `Connection: ${[words, figure].filter(Boolean).join(' · ')}`;
  });
  protected readonly figures = computed(() => {
    const line = this.picture.line();
    return {
      roundTrip: line?.roundTripMs === undefined ? '–' : millisecondWords(line.roundTripMs),
      bandwidth: line ? bandwidthWords(line.bytesPerSecond) : '–',
      frames: line ? `${Math.round(line.framesPerSecond)} a second` : '–',
    };
  });
  protected readonly level = computed(() => QUALITY_WORDS[this.picture.level()].name);
  protected readonly qualities = QUALITIES;
  protected readonly words = QUALITY_WORDS;
}
