import { Component, computed, input } from '@angular/core';
import type { DeletionCertificate, SessionId } from '#contracts';
import { readDeletions } from '../backend/admin.js';
import { poll } from '../backend/poll.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { exactTime } from '../ui/time-words.js';
import { countWords } from './desktop-ledger-words.js';

const PERIOD_MS = 2000;

/** Proof that the desktops of a session were deleted: what existed, and when each part was gone. */
@Component({
  selector: 'oda-deletions',
  imports: [Failure, Icon],
  templateUrl: './deletions.html',
  styleUrl: './deletions.scss',
})
export class Deletions {
  readonly sessionId = input.required<SessionId>();

  protected readonly read = readDeletions(this.sessionId);
  protected readonly exactTime = exactTime;
  private readonly isOwed = computed(() => this.read.value()?.items.some(({ goneAt }) => goneAt === null));

  constructor() {
    poll(this.read, () => (this.isOwed() ? PERIOD_MS : undefined));
  }

  protected existed({ parts }: DeletionCertificate): string {
    const counts: Record<string, number> = {};
    for (const { kind } of parts) counts[kind] = (counts[kind] ?? 0) + 1;
    return countWords(counts) ?? 'nothing that could be found';
  }

  protected megabytes({ bytes }: DeletionCertificate): string {
    return `${(bytes / 1e6).toFixed(1)} MB`;
  }

  /** Since the order to end, as the receipt of a revocation counts. */
  protected afterMs({ orderedAt }: DeletionCertificate, goneAt: string | null): string {
    return goneAt === null ? 'there' : `${Math.max(Date.parse(goneAt) - Date.parse(orderedAt), 0)} ms`;
  }
}
