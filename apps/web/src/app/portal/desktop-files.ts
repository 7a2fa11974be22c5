import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { MatProgressBar } from '@angular/material/progress-bar';
import { MatTooltip } from '@angular/material/tooltip';
import type { SessionId } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Files, readFiles } from '../backend/files.js';
import { poll } from '../backend/poll.js';
import { Ago } from '../ui/ago.js';
import { bytesWords } from '../ui/bytes-words.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { Skeleton } from '../ui/skeleton.js';
import { DropFiles } from './drop-files.js';
import type { FileTransfers, Transfer } from './file-transfers.js';
import { KeptFiles } from './kept-files.js';

export interface DesktopFilesData {
  sessionId: SessionId;
  reference: string;
  transfers: FileTransfers;
}

/** A download in the desktop ends without telling us. */
const LOOK_EVERY_MS = 5_000;

/** The files in the desktop's Downloads folder, and those on their way there and back. */
@Component({
  selector: 'oda-desktop-files',
  imports: [
    Ago,
    DropFiles,
    Failure,
    Icon,
    KeptFiles,
    MatButton,
    MatDialogModule,
    MatIconButton,
    MatProgressBar,
    MatTooltip,
    Skeleton,
  ],
  templateUrl: './desktop-files.html',
  styleUrl: './desktop-files.scss',
})
export class DesktopFilesDialog {
  private readonly files = inject(Files);
  protected readonly data = inject<DesktopFilesData>(MAT_DIALOG_DATA);

  protected readonly list = readFiles(this.data.sessionId);
  protected readonly transfers = this.data.transfers.transfers;
  protected readonly mayUpload = computed(() => ['both', 'up'].includes(this.list.value()?.way ?? 'none'));
  protected readonly mayDownload = computed(() =>
    ['both', 'down'].includes(this.list.value()?.way ?? 'none'),
  );
  /** The file that is about to be deleted, once that is confirmed. */
  protected readonly doomed = signal<string | undefined>(undefined);
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly bytesWords = bytesWords;

  constructor() {
    poll(this.list, () => LOOK_EVERY_MS);
    effect(() => {
      if (this.data.transfers.arrived() > 0) untracked(() => this.list.reload());
    });
  }

  protected choose(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.send([...(event.target.files ?? [])]);
    event.target.value = ''; // the same file may be chosen again
  }

  protected send(files: readonly File[]): void {
    this.data.transfers.upload(this.data.sessionId, files);
  }

  protected async delete(name: string): Promise<void> {
    this.failure.set(undefined);
    try {
      await this.files.delete(this.data.sessionId, name);
    } catch (cause) {
      this.failure.set(toBackendError(cause));
    }
    this.doomed.set(undefined);
    this.list.reload();
  }

  protected percentOf({ bytes, total, state }: Transfer): number {
    return state === 'done' ? 100 : total === 0 ? 0 : Math.min(100, (100 * bytes) / total);
  }

  protected wordsOf({ bytes, total, state, way, failure }: Transfer): string {
    if (state === 'failed') return failure ?? 'It did not come through.';
    if (state === 'done') return way === 'up' ? 'In the desktop.' : 'Saved to this computer.';
    return `${bytesWords(bytes)} of ${bytesWords(total)}`;
  }
}
