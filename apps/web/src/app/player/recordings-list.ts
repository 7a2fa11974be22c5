import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import type { Recording } from '#contracts';
import { clockTime, spanWords } from '../ui/time-words.js';
import { DeleteRecording } from './delete-recording.js';
import { RECORDING_STOPPED } from './recording-words.js';
import { sizeWords } from './size-words.js';

/** The recordings of a session, each to be played or deleted. What stands there when there are none is its content. */
@Component({
  selector: 'oda-recordings-list',
  imports: [MatButton, RouterLink],
  template: `
    <ul>
      @for (recording of recordings(); track recording.id) {
        <li>
          <span class="what">
            <span class="figures">
              {{ clockTime(recording.startedAt, true) }} · {{ spanWords(recording.recordedMs) }}
            </span>
            <span class="soft small figures">
              {{ recording.stopReason ? stopped[recording.stopReason] : 'Still being recorded' }} ·
              {{ sizeWords(recording.bytes) }}
              @if (recording.deletesAt; as at) {
                · deleted on {{ clockTime(at, true) }}
              }
            </span>
          </span>
          <a
            matButton="outlined"
            [routerLink]="['/recordings', recording.id]"
            [attr.aria-label]="'Play the recording from ' + clockTime(recording.startedAt, true)"
            (click)="played.emit()"
            >Play</a
          >
          <button
            matButton="outlined"
            type="button"
            class="danger-button"
            [attr.aria-label]="'Delete the recording from ' + clockTime(recording.startedAt, true)"
            (click)="delete(recording)"
          >
            Delete
          </button>
        </li>
      } @empty {
        <li class="soft"><ng-content /></li>
      }
    </ul>
  `,
  styleUrl: './recordings-list.scss',
})
export class RecordingsList {
  private readonly dialog = inject(MatDialog);
  readonly recordings = input.required<readonly Recording[]>();
  /** One was deleted. */
  readonly changed = output();
  /** The person goes to see one. */
  readonly played = output();
  protected readonly stopped = RECORDING_STOPPED;
  protected readonly clockTime = clockTime;
  protected readonly spanWords = spanWords;
  protected readonly sizeWords = sizeWords;

  protected delete(recording: Recording): void {
    const dialog = this.dialog.open(DeleteRecording, { data: recording, restoreFocus: true });
    dialog.afterClosed().subscribe((isDeleted) => {
      if (isDeleted) this.changed.emit();
    });
  }
}
