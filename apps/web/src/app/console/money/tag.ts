import { Component, input } from '@angular/core';

export type TagTone = 'calm' | 'live' | 'warn' | 'danger';

/** A word and the colour of what it means. */
@Component({
  selector: 'oda-tag',
  template: `<ng-content />`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      height: 24px;
      padding: 0 10px;
      border-radius: 12px;
      background: var(--ended-soft);
      color: var(--ended);
      font-size: var(--text-s);
      font-weight: 550;
      white-space: nowrap;
    }
    :host(.live) {
      background: var(--live-soft);
      color: var(--live);
    }
    :host(.warn) {
      background: var(--warn-soft);
      color: var(--warn);
    }
    :host(.danger) {
      background: var(--danger-soft);
      color: var(--danger);
    }
  `,
  host: { '[class]': 'tone()' },
})
export class Tag {
  readonly tone = input<TagTone>('calm');
}
