import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon.js';
import { Theme, THEME_ICONS } from './theme.js';

@Component({
  selector: 'oda-theme-toggle',
  imports: [MatIconButton, MatTooltip, Icon],
  template: `<button
    matIconButton
    type="button"
    [attr.aria-label]="label()"
    [matTooltip]="label()"
    (click)="theme.next()"
  >
    <oda-icon [name]="icon()" />
  </button>`,
})
export class ThemeToggle {
  protected readonly theme = inject(Theme);
  protected readonly label = computed(() => `Colours: ${this.theme.choice()}`);
  protected readonly icon = computed(() => THEME_ICONS[this.theme.choice()]);
}
