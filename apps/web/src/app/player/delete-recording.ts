import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import type { Recording } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Recordings } from '../backend/recordings.js';
import { Failure } from '../ui/failure.js';
import { clockTime } from '../ui/time-words.js';

/** Asks once before a recording is deleted for good. Closes with true when it is gone. */
@Component({
  selector: 'oda-delete-recording',
  imports: [Failure, MatButton, MatDialogModule],
  template: `
    <h2 mat-dialog-title>Delete this recording?</h2>
    <mat-dialog-content>
      <div class="stack">
        <p>
          What was recorded from {{ clockTime(recording.startedAt, true) }} is deleted at once, for everybody
          who could see it. This cannot be undone.
          @if (recording.stoppedAt === null) {
            Recording stops, too.
          }
        </p>
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
        [disabled]="isBusy()"
        (click)="delete()"
      >
        {{ isBusy() ? 'Deleting…' : 'Delete' }}
      </button>
    </mat-dialog-actions>
  `,
})
export class DeleteRecording {
  private readonly recordings = inject(Recordings);
  private readonly dialog = inject<MatDialogRef<DeleteRecording, boolean>>(MatDialogRef);
  protected readonly recording = inject<Recording>(MAT_DIALOG_DATA);
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly clockTime = clockTime;

  protected async delete(): Promise<void> {
    this.isBusy.set(true);
    this.failure.set(undefined);
    try {
      await this.recordings.delete(this.recording.id);
      this.dialog.close(true);
    } catch (cause) {
      this.failure.set(toBackendError(cause));
      this.isBusy.set(false);
    }
  }
}
