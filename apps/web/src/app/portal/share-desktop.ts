import { Component, computed, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { SHARE_DEFAULT_SECONDS, SHARE_MIN_SECONDS, type SessionView, type ShareId } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { ServerClock } from '../backend/server-clock.js';
import { readShares, Shares } from '../backend/shares.js';
import { Ago } from '../ui/ago.js';
import { Failure } from '../ui/failure.js';
import { Skeleton } from '../ui/skeleton.js';
import { TakesFocus } from '../ui/takes-focus.js';
import { clockTime } from '../ui/time-words.js';
import { LocalClipboard } from '../viewer/local-clipboard.js';
import { lifetimesWithin } from './share-lifetimes.js';

/** Links by which others look at this desktop: make one, copy it, see which there are, take one back. */
@Component({
  selector: 'oda-share-desktop',
  imports: [Ago, Failure, MatButton, MatDialogModule, Skeleton, TakesFocus],
  templateUrl: './share-desktop.html',
  styleUrl: './share-desktop.scss',
})
export class ShareDesktop {
  private readonly shares = inject(Shares);
  private readonly clipboard = inject(LocalClipboard);
  private readonly clock = inject(ServerClock);
  private readonly session = inject<SessionView>(MAT_DIALOG_DATA);

  protected readonly list = readShares(this.session.id);
  protected readonly label = signal('');
  protected readonly lifetimes = computed(() => lifetimesWithin(this.leftSeconds()));
  protected readonly chosen = signal(SHARE_DEFAULT_SECONDS);
  protected readonly made = signal<string | undefined>(undefined);
  protected readonly clockTime = clockTime;
  protected readonly said = signal('');
  protected readonly failure = signal<BackendError | undefined>(undefined);
  protected readonly isBusy = signal(false);
  /** The link that is about to be taken back, once that is confirmed. */
  protected readonly doomed = signal<ShareId | undefined>(undefined);
  /** The one that was to be, and is kept. */
  protected readonly spared = signal<ShareId | undefined>(undefined);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  protected create(event: Event): Promise<void> {
    event.preventDefault();
    return this.attempt(async () => {
      const label = this.label().trim();
      const expiresInSeconds = Math.min(this.chosen(), Math.max(this.leftSeconds(), SHARE_MIN_SECONDS));
      const { url } = await this.shares.create(this.session.id, {
        ...(label && { label }),
        expiresInSeconds,
      });
      this.made.set(url);
      this.label.set('');
      await this.copy(url);
    });
  }

  protected async copy(url: string): Promise<void> {
    this.said.set((await this.clipboard.write(url)) ? 'Copied.' : 'Select the link and copy it.');
  }

  protected spare(share: ShareId): void {
    this.spared.set(share);
    this.doomed.set(undefined);
  }

  protected revoke(share: ShareId): Promise<void> {
    return this.attempt(async () => {
      await this.shares.revoke(this.session.id, share);
      this.doomed.set(undefined);
      this.spared.set(undefined);
      this.made.set(undefined);
      this.heading().nativeElement.focus(); // the link's own buttons are about to go
    });
  }

  protected valueOf(event: Event): string {
    const { target } = event;
    return target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : '';
  }

  protected selectAll(event: Event): void {
    if (event.target instanceof HTMLInputElement) event.target.select();
  }

  protected choose(event: Event): void {
    this.chosen.set(Number(this.valueOf(event)));
  }

  private leftSeconds(): number {
    const { expiresAt, now } = this.session;
    return expiresAt ? Math.floor((Date.parse(expiresAt) - (this.clock.now() ?? Date.parse(now))) / 1000) : 0;
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
      this.list.reload();
    }
  }
}
