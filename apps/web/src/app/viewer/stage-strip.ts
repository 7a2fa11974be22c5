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
      padding: 2px 12px;
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
    @media (max-width: 760px) {
      /* Beside its icon, in as many lines as it takes. */
      [role='status'] {
        flex: 1 1 220px;
      }
    }
  `,
})
export class StageStrip {
  readonly icon = input.required<IconName>();
  readonly text = input.required<string>();
}
