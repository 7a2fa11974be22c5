import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { SessionId } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Files, readTakeaway } from '../backend/files.js';
import { bytesWords } from '../ui/bytes-words.js';
import { Failure } from '../ui/failure.js';
import { clockTime } from '../ui/time-words.js';
import { saveFile } from './save-file.js';

/** The copy of a desktop's files that outlives it for a while: ask for it, take that back, save it. */
@Component({
  selector: 'oda-kept-files',
  imports: [Failure, MatButton],
  templateUrl: './kept-files.html',
  styleUrl: './kept-files.scss',
  host: { '[class.over]': 'isOver()' },
})
export class KeptFiles {
  private readonly files = inject(Files);

  readonly sessionId = input.required<SessionId>();
  readonly reference = input.required<string>();
  /** After the end there is nothing to ask for any more. */
  readonly isOver = input(false);

  protected readonly takeaway = readTakeaway(() => this.sessionId());
  protected readonly isBusy = signal(false);
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly ready = computed(() => {
    const takeaway = this.takeaway.value();
    return takeaway?.state === 'ready' ? takeaway : undefined;
  });
  /** Where none are kept, and after the end of a session that kept none, there is nothing to say. */
  protected readonly isShown = computed(() => {
    const takeaway = this.takeaway.value();
    return takeaway && takeaway.keptHours > 0 && (!this.isOver() || takeaway.state === 'ready');
  });
  protected readonly bytesWords = bytesWords;
  protected readonly clockTime = clockTime;

  protected keep(): Promise<void> {
    return this.attempt(() => this.files.keep(this.sessionId()));
  }

  protected drop(): Promise<void> {
    return this.attempt(() => this.files.drop(this.sessionId()));
  }

  protected save(): Promise<void> {
    return this.attempt(async () =>
      saveFile(await this.files.archive(this.sessionId()), `desktop-${this.reference()}.zip`),
    );
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    this.failure.set(undefined);
    try {
      await work();
    } catch (cause) {
      this.failure.set(toBackendError(cause));
    } finally {
      this.isBusy.set(false);
      this.takeaway.reload();
    }
  }
}
