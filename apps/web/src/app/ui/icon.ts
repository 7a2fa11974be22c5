import { Component, computed, input } from '@angular/core';
import { type IconName, ICONS } from './icons.js';

/** A drawing beside words. It says nothing to a screen reader: the words, or the button's label, do. */
@Component({
  selector: 'oda-icon',
  template: `<svg viewBox="0 -960 960 960" aria-hidden="true" focusable="false">
    <path [attr.d]="outline()" fill="currentColor" />
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: 20px;
      height: 20px;
    }
    svg {
      width: 100%;
      height: 100%;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly outline = computed(() => ICONS[this.name()]);
}
