import { inject, Injectable, type OnDestroy, signal } from '@angular/core';
import { type DesktopFile, type SessionId } from '#contracts';
import type { Observable, Subscription } from 'rxjs';
import { toBackendError } from '../backend/backend-error.js';
import { Files, type Progress } from '../backend/files.js';
import { failureWords } from '../ui/failure-words.js';
import { saveFile } from './save-file.js';

/** One file on its way; `failure` says why it did not come through. */
export interface Transfer {
  readonly key: number;
  readonly name: string;
  readonly way: 'up' | 'down';
  readonly total: number;
  readonly bytes: number;
  readonly state: 'going' | 'done' | 'failed';
  readonly failure?: string;
}

/** The files on their way between this computer and the desktop. They go on while the page is open, the dialog or not. */
@Injectable()
export class FileTransfers implements OnDestroy {
  private readonly files = inject(Files);
  private readonly list = signal<readonly Transfer[]>([]);
  private readonly going = new Map<number, Subscription>();
  private lastKey = 0;

  readonly transfers = this.list.asReadonly();
  /** Grows with each file that arrived in the desktop: what is listed of it is old then. */
  readonly arrived = signal(0);

  upload(id: SessionId, files: readonly File[]): void {
    for (const file of files) {
      const key = this.begin({ name: file.name, way: 'up', total: file.size });
      this.follow(key, this.files.upload(id, file), () => this.arrived.update((count) => count + 1));
    }
  }

  download(id: SessionId, { name, bytes }: DesktopFile): void {
    const key = this.begin({ name, way: 'down', total: bytes });
    this.follow(key, this.files.download(id, name), (blob) => saveFile(blob, name));
  }

  /** Breaks one off, or puts a finished one out of sight. */
  dismiss(key: number): void {
    this.going.get(key)?.unsubscribe();
    this.going.delete(key);
    this.list.update((list) => list.filter((transfer) => transfer.key !== key));
  }

  ngOnDestroy(): void {
    for (const subscription of this.going.values()) subscription.unsubscribe();
  }

  private begin(what: Pick<Transfer, 'name' | 'way' | 'total'>): number {
    const key = (this.lastKey += 1);
    this.list.update((list) => [{ ...what, key, bytes: 0, state: 'going' }, ...list]);
    return key;
  }

  private follow<T>(key: number, progress: Observable<Progress<T>>, done: (result: T) => void): void {
    const subscription = progress.subscribe({
      next: ({ bytes, result }) => {
        this.change(key, { bytes });
        if (result !== undefined) done(result);
      },
      error: (cause: unknown) => {
        this.going.delete(key);
        this.change(key, { state: 'failed', failure: failureWords(toBackendError(cause)).title });
      },
      complete: () => {
        this.going.delete(key);
        this.change(key, { state: 'done' });
      },
    });
    if (!subscription.closed) this.going.set(key, subscription);
  }

  private change(key: number, how: Partial<Transfer>): void {
    this.list.update((list) =>
      list.map((transfer) => (transfer.key === key ? { ...transfer, ...how } : transfer)),
    );
  }
}
