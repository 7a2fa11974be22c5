import { Component, input } from '@angular/core';
import { Ago } from '../../ui/ago.js';
import { Icon } from '../../ui/icon.js';
import type { Chapter } from './order-story.js';

/** What happened, one line each. */
@Component({
  selector: 'oda-story',
  imports: [Ago, Icon],
  template: `
    <ol>
      @for (chapter of chapters(); track $index) {
        <li [class]="chapter.tone">
          <oda-icon [name]="chapter.icon" />
          <span class="text">
            {{ chapter.text }}
            @if (chapter.note) {
              <span class="soft note">{{ chapter.note }}</span>
            }
          </span>
          <oda-ago class="soft small" [at]="chapter.at" />
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: flex;
      flex-direction: column;
      gap: 12px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 20px 1fr auto;
      gap: 0 12px;
      align-items: start;
    }
    .text {
      overflow-wrap: anywhere;
    }
    .note {
      display: block;
    }
    oda-icon {
      color: var(--ink-soft);
    }
    .live oda-icon {
      color: var(--live);
    }
    .warn oda-icon {
      color: var(--warn);
    }
    .danger oda-icon {
      color: var(--danger);
    }
  `,
})
export class Story {
  readonly chapters = input.required<readonly Chapter[]>();
}
