import { CdkOverlayOrigin } from '@angular/cdk/overlay';
import { Component, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon.js';
import { Popover } from '../ui/popover.js';
import { DesktopClipboard } from '../viewer/desktop-clipboard.js';

/** The desktop's clipboard by hand, for browsers that keep theirs to themselves. */
@Component({
  selector: 'oda-clipboard-button',
  imports: [CdkOverlayOrigin, Icon, MatButton, MatIconButton, MatTooltip, Popover],
  templateUrl: './clipboard-button.html',
  styleUrl: './clipboard-button.scss',
})
export class ClipboardButton {
  protected readonly clipboard = inject(DesktopClipboard);
  /** Another has control: what is sent would go nowhere. */
  readonly mayAct = input(true);
  protected readonly isOpen = signal(false);
  protected readonly draft = linkedSignal(() => this.clipboard.text());
  protected readonly said = signal('');

  protected open(): void {
    this.said.set('');
    this.isOpen.set(true);
  }

  protected edit(event: Event): void {
    if (event.target instanceof HTMLTextAreaElement) this.draft.set(event.target.value);
  }

  protected send(): void {
    void this.clipboard.send(this.draft());
    this.said.set('Now paste it in the desktop.');
  }

  protected async fetch(): Promise<void> {
    this.said.set(
      (await this.clipboard.fetch())
        ? 'Now paste it in the desktop.'
        : 'Your browser does not hand it over. Paste it into the field instead.',
    );
  }

  protected async take(): Promise<void> {
    this.said.set(
      (await this.clipboard.take())
        ? 'Copied to this computer.'
        : 'Your browser does not allow it. Select the text and copy it instead.',
    );
  }
}
