import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import type { SessionView } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Sessions } from '../backend/sessions.js';
import { Countdown } from '../ui/countdown.js';
import { Failure } from '../ui/failure.js';

/** Asks once before a session is ended for good, and says what goes with it. Closes with the ended session. */
@Component({
  selector: 'oda-end-session',
  imports: [Countdown, Failure, MatButton, MatDialogModule],
  template: `
    <h2 mat-dialog-title>End this session?</h2>
    <mat-dialog-content>
      <div class="stack">
        <p>
          The desktop stops at once, and everything in it is deleted: open pages, downloads, sign-ins. This
          cannot be undone.
        </p>
        @if (session.expiresAt; as until) {
          <p>
            You give up <strong class="figures"><oda-countdown [until]="until" /></strong> that you have paid
            for.
          </p>
        }
        @if (failure(); as error) {
          <oda-failure [error]="error" [retries]="false" />
        }
      </div>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="text" type="button" mat-dialog-close cdkFocusInitial>Keep it</button>
      <button
        matButton="filled"
        type="button"
        class="danger-button"
        disabledInteractive
        [disabled]="ending()"
        (click)="end()"
      >
        {{ ending() ? 'Ending…' : 'End and delete' }}
      </button>
    </mat-dialog-actions>
  `,
})
export class EndSession {
  private readonly sessions = inject(Sessions);
  private readonly dialog = inject<MatDialogRef<EndSession, SessionView>>(MatDialogRef);
  protected readonly session = inject<SessionView>(MAT_DIALOG_DATA);
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly ending = signal(false);

  protected async end(): Promise<void> {
    this.ending.set(true);
    this.failure.set(undefined);
    try {
      this.dialog.close(await this.sessions.end(this.session.id));
    } catch (cause) {
      this.failure.set(toBackendError(cause));
      this.ending.set(false);
    }
  }
}
