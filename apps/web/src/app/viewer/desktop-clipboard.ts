import { computed, inject, Injectable, signal } from '@angular/core';
import { readDesktopPolicy } from '../backend/desktop-policy.js';
import { DesktopLink } from './desktop-link.js';
import { LocalClipboard } from './local-clipboard.js';

/**
 * Keeps the clipboards of the desktop and of the person's computer the same, as far as the browser lets us; what it will
 * not do, the panel does by hand. Provided beside the DesktopLink.
 */
@Injectable()
export class DesktopClipboard {
  private readonly link = inject(DesktopLink);
  private readonly local = inject(LocalClipboard);
  private readonly policy = readDesktopPolicy();
  private readonly shared = signal('');
  private readonly held = signal(false);
  /**
   * The text of this computer's clipboard that pastes leave alone, because something newer was put into the desktop's by
   * hand: `unseen` until the next paste shows which it is.
   */
  private aside: { text: string } | 'unseen' | undefined;

  /** What the desktop has in its clipboard, as far as we know: empty when we do not. */
  readonly text = this.shared.asReadonly();
  /** Text was copied in the desktop that the browser would not put into this computer's clipboard unasked. */
  readonly isHeld = this.held.asReadonly();

  /** Until it is known that a way is closed it is taken for open: what may not pass is dropped by the server. */
  private readonly way = computed(() => this.policy.value()?.clipboard ?? 'both');
  readonly mayGive = computed(() => ['both', 'up'].includes(this.way()));
  readonly mayTake = computed(() => ['both', 'down'].includes(this.way()));

  constructor() {
    this.link.onText((text) => void this.receive(text));
  }

  /** Makes `text` what a paste in the desktop brings. True when the link will tell that it was fetched. */
  give(text: string): boolean {
    this.shared.set(text);
    this.held.set(false);
    this.aside = undefined;
    return this.link.paste(text);
  }

  /** The same by hand: it stays what a paste brings until something else is copied, there or here. */
  async send(text: string): Promise<void> {
    this.give(text);
    await this.setAside();
  }

  /** The person pastes, and this computer's clipboard has `local`. False when there is nothing, else as `give`. */
  paste(local: string): boolean {
    if (this.aside === 'unseen') this.aside = { text: local };
    const isOlder = this.shared() !== '' && this.aside?.text === local;
    const text = isOlder ? this.shared() : local;
    if (text === '') return false;
    return isOlder ? this.link.paste(text) : this.give(text);
  }

  /** Makes `text` what the next paste in the desktop brings, until `giveBack`. True as `give` is. */
  lend(text: string): boolean {
    return this.link.paste(text);
  }

  /** Makes what was there before `lend` what a paste brings again. */
  giveBack(): void {
    if (this.shared()) this.link.paste(this.shared());
  }

  /** The person is here again and may have copied something elsewhere. */
  async catchUp(): Promise<void> {
    if (!this.mayGive()) return;
    const text = await this.local.readIfAllowed();
    if (this.aside === 'unseen') this.aside = undefined; // whatever comes next may be newer
    if (text === undefined || text === this.shared() || text === this.aside?.text) return;
    this.give(text);
  }

  /** From a click: takes what this computer's clipboard has. False when the browser keeps it from us. */
  async fetch(): Promise<boolean> {
    const text = await this.local.read();
    if (text !== undefined) this.give(text);
    return text !== undefined;
  }

  /** From a click: puts what was copied in the desktop into this computer's clipboard. */
  async take(): Promise<boolean> {
    const isTaken = await this.local.write(this.shared());
    if (isTaken) this.held.set(false);
    return isTaken;
  }

  private async receive(text: string): Promise<void> {
    this.shared.set(text);
    const isTaken = await this.local.write(text);
    if (this.shared() !== text) return;
    this.held.set(!isTaken);
    this.aside = undefined;
    if (!isTaken) await this.setAside();
  }

  /** What this computer's clipboard has now is older than what the desktop's has. */
  private async setAside(): Promise<void> {
    this.aside = 'unseen';
    const text = await this.local.readIfAllowed();
    if (text !== undefined && this.aside === 'unseen') this.aside = { text };
  }
}
