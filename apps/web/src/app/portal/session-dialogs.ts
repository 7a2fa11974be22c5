import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import type { SessionView } from '#contracts';
import { DesktopFilesDialog, type DesktopFilesData } from './desktop-files.js';
import { EndSession } from './end-session.js';
import { FileTransfers } from './file-transfers.js';
import { RecordDesktop } from './record-desktop.js';
import { ShareDesktop } from './share-desktop.js';

const WIDE = { restoreFocus: true, width: '560px' } as const;

/** What opens over a session's page. Each gives the focus back to where it was. */
@Injectable()
export class SessionDialogs {
  private readonly dialog = inject(MatDialog);
  private readonly transfers = inject(FileTransfers);

  /** No dialog is open any more. */
  readonly closed = this.dialog.afterAllClosed;

  share(session: SessionView): void {
    this.dialog.open(ShareDesktop, { data: session, restoreFocus: true, width: '520px' });
  }

  /** `onClosed` also when nothing was changed: recording may have been started elsewhere meanwhile. */
  record(session: SessionView, onClosed: () => void): void {
    this.dialog
      .open(RecordDesktop, { ...WIDE, data: session })
      .afterClosed()
      .subscribe(onClosed);
  }

  /** `dropped` are sent before the dialog is there: it shows how far they are. */
  files({ id, reference }: SessionView, dropped: readonly File[]): void {
    this.transfers.upload(id, dropped);
    const data: DesktopFilesData = { sessionId: id, reference, transfers: this.transfers };
    this.dialog.open(DesktopFilesDialog, { ...WIDE, data });
  }

  end(session: SessionView, onEnded: () => void): void {
    this.dialog
      .open(EndSession, { data: session, restoreFocus: true })
      .afterClosed()
      .subscribe((ended) => {
        if (ended) onEnded();
      });
  }
}
