import { Component, input } from '@angular/core';
import { Icon } from '../ui/icon.js';
import type { IconName } from '../ui/icons.js';

/** A line above the desktop about something that is so, with what can be done. Stays until it is no longer so. */
@Component({
  selector: 'oda-stage-strip',
  imports: [Icon],
  template: `<oda-icon [name]="icon()" /><span role="status">{{ text() }}</span
    ><span class="actions"><ng-content /></span>`,
  styles: `
    :host {
      z-index: 2;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 0 8px;
      min-height: 40px;
      padding: 4px 12px;
      background: var(--accent-soft);
      color: var(--ink);
    }
    :host(.warn) {
      background: var(--warn-soft);
    }
    :host(.warn) oda-icon {
      color: var(--warn);
    }
    oda-icon {
      color: var(--accent);
    }
    .actions:empty {
      display: none;
    }
    /* Words beside their icon, in as many lines as it takes; buttons beside the words where they fit. */
    @media (max-width: 760px) {
      :host {
        --mat-button-text-container-height: 32px;
        --mat-button-filled-container-height: 32px;

        min-height: 32px;
        padding: 3px 12px;
        font-size: var(--text-s);
        line-height: 1.35;
      }
      [role='status'] {
        flex: 1 1 190px;
        padding: 2px 0;
      }
      .actions {
        display: flex;
        margin-left: auto;
      }
    }
  `,
})
export class StageStrip {
  readonly icon = input.required<IconName>();
  readonly text = input.required<string>();
}
