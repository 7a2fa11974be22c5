import { Component, input } from '@angular/core';
import { Icon } from './icon.js';
import type { IconName } from './icons.js';

/** An empty list: what would be here, and (as content) how to get it. */
@Component({
  selector: 'oda-empty',
  imports: [Icon],
  template: `
    <span class="badge"><oda-icon [name]="icon()" /></span>
    <h2>{{ title() }}</h2>
    <p class="soft"><ng-content /></p>
    <ng-content select="[action]" />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 8px;
      padding: 56px 24px;
      text-align: center;
    }
    .badge {
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      margin-bottom: 4px;
      border: 1px solid var(--line);
      border-radius: 12px;
      color: var(--ink-soft);
    }
    p {
      max-width: 46ch;
      margin-bottom: 12px;
    }
  `,
})
export class Empty {
  readonly icon = input.required<IconName>();
  readonly title = input.required<string>();
}
