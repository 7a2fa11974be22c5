import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { BackendError } from '../backend/backend-error.js';
import { failureWords, referenceOf } from './failure-words.js';
import { Icon } from './icon.js';

/** What went wrong, what to do, and the reference for support. Stands above what was there before. */
@Component({
  selector: 'oda-failure',
  imports: [MatButton, Icon],
  template: `
    <oda-icon name="error" />
    <div class="words">
      <strong>{{ words().title }}</strong>
      <p>{{ words().advice }}</p>
      @if (reference(); as words) {
        <p class="small">
          Reference <span class="mono">{{ words }}</span>
        </p>
      }
    </div>
    @if (retries()) {
      <button matButton="outlined" type="button" (click)="retry.emit()">Try again</button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 12px;
      padding: 12px 16px;
      border-radius: var(--corner);
      background: var(--danger-soft);
    }
    oda-icon {
      color: var(--danger);
    }
    .words {
      flex: 1 1 220px;
    }
    strong {
      font-weight: 600;
    }
    .mono {
      overflow-wrap: anywhere;
    }
  `,
  host: { role: 'alert' },
})
export class Failure {
  readonly error = input.required<BackendError>();
  readonly retries = input(true);
  readonly retry = output();
  protected readonly words = computed(() => failureWords(this.error()));
  protected readonly reference = computed(() => referenceOf(this.error()));
}
