import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import type { RecordingBody, SessionView } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { readRecordings, Recordings } from '../backend/recordings.js';
import { RecordingsList } from '../player/recordings-list.js';
import { Failure } from '../ui/failure.js';
import { Skeleton } from '../ui/skeleton.js';
import { TakesFocus } from '../ui/takes-focus.js';
import { keptWords } from './kept-words.js';

/** Recording this desktop: on or off, who sees it, when it goes; and what was recorded so far. */
@Component({
  selector: 'oda-record-desktop',
  imports: [Failure, MatButton, MatDialogModule, RecordingsList, Skeleton, TakesFocus],
  templateUrl: './record-desktop.html',
  styleUrl: './record-desktop.scss',
})
export class RecordDesktop {
  private readonly recordings = inject(Recordings);
  private readonly dialog = inject<MatDialogRef<RecordDesktop>>(MatDialogRef);
  protected readonly session = inject<SessionView>(MAT_DIALOG_DATA);

  protected readonly list = readRecordings(signal(this.session.id).asReadonly());
  protected readonly mode = computed(() => this.list.value()?.policy.mode);
  protected readonly kept = computed(() => keptWords(this.list.value()?.policy.retentionHours ?? 0));
  protected readonly isOn = computed(
    () => this.list.value()?.items.some(({ stoppedAt }) => stoppedAt === null) ?? false,
  );
  protected readonly isOver = this.session.state === 'ended';
  protected readonly isBusy = signal(false);
  /** From here, so that the button of the other way takes the focus of the one that was pressed. */
  protected readonly isSwitched = signal(false);
  protected readonly failure = signal<BackendError | undefined>(undefined);

  protected async switch(action: RecordingBody['action']): Promise<void> {
    this.isBusy.set(true);
    this.failure.set(undefined);
    try {
      await this.recordings.switch(this.session.id, action);
      this.isSwitched.set(true);
    } catch (cause) {
      this.failure.set(toBackendError(cause));
    } finally {
      this.isBusy.set(false);
      this.list.reload();
    }
  }

  protected close(): void {
    this.dialog.close();
  }
}
