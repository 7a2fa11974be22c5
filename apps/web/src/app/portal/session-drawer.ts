import { Component, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import type { SessionView } from '#contracts';
import { Icon } from '../ui/icon.js';
import { clockTime } from '../ui/time-words.js';
import { SessionTimeline } from './session-timeline.js';
import { Timeline } from './timeline.js';

/** Beside the stage: what happened, and the reference to read out to support. */
@Component({
  selector: 'oda-session-drawer',
  imports: [Icon, MatIconButton, Timeline],
  template: `
    <div class="head">
      <h2>Timeline</h2>
      <button matIconButton type="button" aria-label="Close the timeline" (click)="closed.emit()">
        <oda-icon name="close" />
      </button>
    </div>
    <div class="body">
      <oda-timeline [events]="timeline.events()" [error]="timeline.error()" (retry)="retry.emit()" />
    </div>
    @if (session(); as it) {
      <footer class="soft small">
        Reference <span class="mono">{{ it.reference }}</span>
        @if (it.state === 'active' && it.expiresAt) {
          · ends {{ clockTime(it.expiresAt, true) }}
        }
      </footer>
    }
  `,
  styleUrl: './session-drawer.scss',
})
export class SessionDrawer {
  protected readonly timeline = inject(SessionTimeline);
  readonly session = input.required<SessionView | undefined>();
  readonly retry = output();
  readonly closed = output();
  protected readonly clockTime = clockTime;
}
