import { Component, computed, inject, type OnDestroy, signal } from '@angular/core';
import { form, FormField, FormRoot } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { AdminSession } from '#contracts';
import { Admin } from '../backend/admin.js';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { ServerClock } from '../backend/server-clock.js';
import { Failure } from '../ui/failure.js';
import { spanWords } from '../ui/time-words.js';
import { HOLDER_LABELS } from './admin-words.js';
import { REASON } from './reason.js';
import { ReceiptView } from './receipt-view.js';
import { type Outcome, outcomesOf, whatCloses } from './revocation.js';

/** The server answers within 2 s with what has closed until then; the rest is asked for this often. */
const ASK_AGAIN_MS = 1000;

/** Revokes one or several sessions: says whom it hits and what will close, asks why, then shows the proof. */
@Component({
  selector: 'oda-revoke',
  imports: [
    Failure,
    FormField,
    FormRoot,
    MatButton,
    MatDialogModule,
    MatFormFieldModule,
    MatInput,
    ReceiptView,
  ],
  templateUrl: './revoke.html',
  styleUrl: './revoke.scss',
})
export class Revoke implements OnDestroy {
  private readonly admin = inject(Admin);
  private readonly clock = inject(ServerClock);
  private readonly dialog = inject<MatDialogRef<Revoke>>(MatDialogRef);
  protected readonly sessions = inject<AdminSession[]>(MAT_DIALOG_DATA);

  protected readonly question =
    this.sessions.length === 1 ? 'Revoke this session?' : `Revoke ${this.sessions.length} sessions?`;
  protected readonly labels = HOLDER_LABELS;
  protected readonly closes = computed(() => whatCloses(this.sessions));
  protected readonly outcomes = signal<Outcome[] | undefined>(undefined);
  protected readonly isRevoking = signal(false);
  protected readonly failure = signal<BackendError | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected readonly form = form(signal({ reason: '' }), REASON, {
    submission: { action: () => this.submit() },
  });

  ngOnDestroy(): void {
    clearTimeout(this.timer);
  }

  protected ageOf(session: AdminSession): string {
    const now = this.clock.now();
    return now === undefined ? '' : spanWords(now - Date.parse(session.createdAt));
  }

  private async submit(): Promise<undefined> {
    this.isRevoking.set(true);
    this.dialog.disableClose = true;
    await this.ask();
    this.dialog.disableClose = false;
  }

  /** The same question gives the same receipt, filled further, until nothing is missing. */
  private async ask(): Promise<void> {
    this.failure.set(undefined);
    try {
      const outcomes = await this.revoke(this.form().value().reason.trim());
      this.outcomes.set(outcomes);
      if (outcomes.some(({ receipt }) => receipt && !receipt.complete))
        this.timer = setTimeout(() => void this.ask(), ASK_AGAIN_MS);
    } catch (cause) {
      this.failure.set(toBackendError(cause));
      this.isRevoking.set(this.outcomes() !== undefined);
    }
  }

  private async revoke(reason: string): Promise<Outcome[]> {
    const [only, ...others] = this.sessions;
    if (only && others.length === 0)
      return [{ session: only, status: 'revoked', receipt: await this.admin.revoke(only.id, reason) }];
    const { results } = await this.admin.revokeMany(
      this.sessions.map(({ id }) => id),
      reason,
    );
    return outcomesOf(this.sessions, results);
  }
}
