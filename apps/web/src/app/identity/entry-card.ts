import { Component, input } from '@angular/core';
import { Mark } from '../ui/mark.js';

/** The narrow card that signing in and registering share. */
@Component({
  selector: 'oda-entry-card',
  imports: [Mark],
  template: `
    <div class="page page-narrow">
      <oda-mark />
      <h1>{{ title() }}</h1>
      <p class="soft">{{ lead() }}</p>
      <div class="card"><ng-content /></div>
      <p class="soft other"><ng-content select="[other]" /></p>
    </div>
  `,
  styles: `
    .page {
      display: flex;
      flex-direction: column;
      padding-top: min(11vh, 96px);
    }
    oda-mark {
      width: 36px;
      height: 36px;
      margin-bottom: 20px;
    }
    h1 {
      margin-bottom: 4px;
      font-size: 24px;
    }
    .card {
      margin: 24px 0 16px;
    }
    .other {
      text-align: center;
    }
  `,
})
export class EntryCard {
  readonly title = input.required<string>();
  readonly lead = input.required<string>();
}
