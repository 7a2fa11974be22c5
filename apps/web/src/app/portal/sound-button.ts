import { Component, computed, inject, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon.js';
import { DesktopSound, type SoundState } from '../viewer/desktop-sound.js';

const WORDS: Record<SoundState, string> = {
  off: 'Turn the sound on',
  starting: 'Turning the sound on',
  on: 'Turn the sound off',
  muted: 'The sound is on. Click anywhere to hear it',
  lost: 'The sound was lost. Try again',
};

/** Turns the desktop's sound on and off. Where desktops have none there is no button. */
@Component({
  selector: 'oda-sound-button',
  imports: [Icon, MatIconButton, MatTooltip],
  template: `
    @if (sound.isOffered()) {
      <button
        matIconButton
        type="button"
        disabledInteractive
        [disabled]="!sound.canPlay"
        [class.on]="isOn()"
        [attr.aria-label]="words()"
        [attr.aria-pressed]="isOn()"
        [matTooltip]="words()"
        (click)="toggle()"
      >
        <oda-icon [name]="isOn() ? 'volume_up' : 'volume_off'" />
      </button>
    }
  `,
  styles: `
    .on {
      color: var(--accent);
    }
  `,
})
export class SoundButton {
  protected readonly sound = inject(DesktopSound);
  /** It was pressed; the keys are the desktop's again. */
  readonly done = output();
  protected readonly isOn = computed(() => ['starting', 'on', 'muted'].includes(this.sound.state()));
  protected readonly words = computed(() =>
    this.sound.canPlay ? WORDS[this.sound.state()] : 'This browser cannot play the sound of a desktop',
  );

  protected toggle(): void {
    this.sound.toggle();
    this.done.emit();
  }
}
