import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import type { SessionView } from '#contracts';
import { ThemeToggle } from '../shell/theme-toggle.js';
import { Countdown } from '../ui/countdown.js';
import { Icon } from '../ui/icon.js';
import { Mark } from '../ui/mark.js';
import { StatePill } from '../ui/state-pill.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import type { Scale } from '../viewer/remote-screen.js';
import { qualityOf } from './quality.js';

/** The slim bar of a session: state, time left, quality, how to look, end. At the thumb on a phone. */
@Component({
  selector: 'oda-session-bar',
  imports: [Countdown, Icon, Mark, MatButton, MatIconButton, MatTooltip, RouterLink, StatePill, ThemeToggle],
  templateUrl: './session-bar.html',
  styleUrl: './session-bar.scss',
  host: { tabindex: '-1' },
})
export class SessionBar {
  private readonly link = inject(DesktopLink);
  protected readonly mayFill = document.fullscreenEnabled;

  readonly session = input.required<SessionView | undefined>();
  readonly scale = input.required<Scale>();
  readonly isFullScreen = input.required<boolean>();
  readonly isDrawerOpen = input.required<boolean>();

  readonly scaleChange = output<Scale>();
  readonly fullScreen = output();
  readonly drawer = output();
  readonly keyboard = output();
  readonly end = output();

  protected readonly isActive = computed(() => this.session()?.state === 'active');
  protected readonly quality = computed(() => qualityOf(this.link.state().name));
  protected readonly scaleLabel = computed(() =>
    this.scale() === 'fit' ? 'Show the actual size' : 'Fit to the window',
  );
}
