import { Component, computed, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import type { SessionView } from '#contracts';
import { ThemeToggle } from '../shell/theme-toggle.js';
import { Countdown } from '../ui/countdown.js';
import { Icon } from '../ui/icon.js';
import { Mark } from '../ui/mark.js';
import { StatePill } from '../ui/state-pill.js';
import { RecordingSign } from '../viewer/recording-sign.js';
import type { Scale } from '../viewer/remote-screen.js';
import { AddTime } from './add-time.js';
import { ClipboardButton } from './clipboard-button.js';
import { KeysMenu } from './keys-menu.js';
import { QualityButton } from './quality-button.js';
import { SoundButton } from './sound-button.js';
import { ViewMenu } from './view-menu.js';

/** The slim bar of a session: state, time left, connection, tools, end. At the thumb on a phone. */
@Component({
  selector: 'oda-session-bar',
  imports: [
    AddTime,
    ClipboardButton,
    Countdown,
    Icon,
    KeysMenu,
    Mark,
    MatButton,
    MatIconButton,
    MatTooltip,
    QualityButton,
    RecordingSign,
    RouterLink,
    SoundButton,
    StatePill,
    ThemeToggle,
    ViewMenu,
  ],
  templateUrl: './session-bar.html',
  styleUrl: './session-bar.scss',
  host: { tabindex: '-1' },
})
export class SessionBar {
  protected readonly mayFill = document.fullscreenEnabled;

  readonly session = input.required<SessionView | undefined>();
  readonly scale = input.required<Scale>();
  /** Another has control: what acts on the desktop is switched off. */
  readonly mayAct = input.required<boolean>();
  readonly isFullScreen = input.required<boolean>();
  readonly isDrawerOpen = input.required<boolean>();

  readonly scaleChange = output<Scale>();
  readonly fullScreen = output();
  readonly drawer = output();
  readonly keyboard = output();
  readonly picture = output();
  readonly files = output();
  readonly share = output();
  readonly record = output();
  /** A menu is done with; the keys are the desktop's again. */
  readonly toDesktop = output();
  readonly end = output();

  protected readonly isActive = computed(() => this.session()?.state === 'active');
}
