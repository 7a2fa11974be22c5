import { DOCUMENT, effect, inject, Injectable } from '@angular/core';
import type { IconName } from '../ui/icons.js';
import { remembered } from '../ui/remembered.js';

const CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof CHOICES)[number];

export const THEME_ICONS: Record<ThemeChoice, IconName> = {
  system: 'contrast',
  light: 'light_mode',
  dark: 'dark_mode',
};

/** Light, dark, or what the system says. Remembered in this browser; styles read `data-theme` on the root. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  readonly choice = remembered<ThemeChoice>('oda.theme', CHOICES, 'system');

  constructor() {
    effect(() => {
      this.root.dataset['theme'] = this.choice();
    });
  }

  /** The next of the three, in their order. */
  next(): void {
    this.choice.update((now) => CHOICES[(CHOICES.indexOf(now) + 1) % CHOICES.length] ?? 'system');
  }
}
