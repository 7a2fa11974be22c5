import { Component, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { CLOSE_CODES } from '#contracts';
import { Mark } from '../ui/mark.js';
import { clockTime } from '../ui/time-words.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import { DesktopView } from '../viewer/desktop-view.js';
import { RecordingSign } from '../viewer/recording-sign.js';
import { SharedDesktop } from '../viewer/shared-desktop.js';
import { sharedRecording } from '../viewer/shared-recording.js';
import { StageNotice } from '../viewer/stage-notice.js';
import { VIEWER_PROVIDERS } from '../viewer/viewer-providers.js';
import { QualityButton } from './quality-button.js';
import { SoundButton } from './sound-button.js';

/** What a guest reads whose link does not show a desktop (any more). */
const GONE: Record<number, { title: string; text: string }> = {
  [CLOSE_CODES.NO_SUCH_SESSION]: {
    title: 'This link does not work',
    text: 'It has run out, was taken back, or was not copied whole. Ask for another.',
  },
  [CLOSE_CODES.NOT_ALLOWED]: {
    title: 'This link does not work any more',
    text: 'It was taken back, or has run out. Ask for another.',
  },
  [CLOSE_CODES.SESSION_ENDED]: {
    title: 'This session is over',
    text: 'Everything in the desktop has been deleted.',
  },
};

/**
 * A desktop to look at, for whoever has a link. Its secret stands in the fragment, which browsers send to nobody; it
 * stays there, so that a reload works.
 */
@Component({
  selector: 'oda-watch',
  imports: [DesktopView, Mark, MatButton, QualityButton, RecordingSign, RouterLink, SoundButton, StageNotice],
  providers: [VIEWER_PROVIDERS, SharedDesktop],
  templateUrl: './watch.html',
  styleUrl: './watch.scss',
})
export class Watch {
  private readonly shared = inject(SharedDesktop);
  private readonly link = inject(DesktopLink);
  private readonly secret = signal('');

  protected readonly view = this.shared.view;
  protected readonly clockTime = clockTime;
  protected readonly source = computed(() => (this.secret() ? this.shared.source(this.secret()) : undefined));
  protected readonly gone = computed(() => {
    const state = this.link.state();
    if (!this.secret()) return GONE[CLOSE_CODES.NO_SUCH_SESSION];
    return state.name === 'stopped' ? GONE[state.because.code] : undefined;
  });

  protected readonly isRecording = sharedRecording(computed(() => (this.gone() ? undefined : this.secret())));

  constructor() {
    inject(ActivatedRoute)
      .fragment.pipe(takeUntilDestroyed())
      .subscribe((fragment) => this.secret.set(fragment ?? ''));
  }
}
