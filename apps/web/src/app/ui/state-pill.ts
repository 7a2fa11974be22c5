import { Component, computed, input } from '@angular/core';
import type { SessionState } from '#contracts';

const WORDS: Record<SessionState, string> = { provisioning: 'Starting', active: 'Live', ended: 'Ended' };

/** A session's state in one word and the colour that belongs to it. */
@Component({
  selector: 'oda-state',
  template: `<span class="dot"></span>{{ word() }}`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      height: 24px;
      padding: 0 10px 0 8px;
      border-radius: 12px;
      background: var(--ended-soft);
      color: var(--ended);
      font-size: var(--text-s);
      font-weight: 550;
      white-space: nowrap;
    }
    :host(.active) {
      background: var(--live-soft);
      color: var(--live);
    }
    :host(.provisioning) {
      background: var(--warn-soft);
      color: var(--warn);
    }
    .dot {
      width: 7px;
      height: 7px;
      border-radius: 50%;
      background: currentColor;
    }
    :host(.provisioning) .dot {
      animation: breathe 1.4s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.3;
      }
    }
  `,
  host: { '[class]': 'state()' },
})
export class StatePill {
  readonly state = input.required<SessionState>();
  protected readonly word = computed(() => WORDS[this.state()]);
}
