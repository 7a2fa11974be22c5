import { Component, type ElementRef, input, viewChild } from '@angular/core';
import { Icon } from '../ui/icon.js';
import type { IconName } from '../ui/icons.js';

/** What happened and what can be done, over the dimmed stage. Stays until it is no longer true. */
@Component({
  selector: 'oda-stage-notice',
  imports: [Icon],
  template: `
    <div class="box">
      @if (busy()) {
        <span class="ring"></span>
      } @else {
        <oda-icon [name]="icon()" />
      }
      <h2 role="status" tabindex="-1" #heading>{{ title() }}</h2>
      <p class="figures">{{ text() }}</p>
    </div>
    <div class="actions"><ng-content /></div>
  `,
  styleUrl: './stage-notice.scss',
})
export class StageNotice {
  readonly title = input.required<string>();
  readonly text = input.required<string>();
  readonly busy = input(false);
  readonly icon = input<IconName>('info');
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  /** For whoever had the focus in what this has taken the place of. */
  focus(): void {
    this.heading().nativeElement.focus();
  }
}
