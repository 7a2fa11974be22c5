import { inject, Injectable, type OnDestroy } from '@angular/core';
import { DesktopClipboard } from './desktop-clipboard.js';
import { DesktopLink } from './desktop-link.js';
import { KEYSYM, keysymOf } from './keysyms.js';
import { PictureLine } from './picture-line.js';
import { keysOfText, type Typed } from './typed-text.js';
import type { Paste } from './typing-field.js';

/** A desktop has taken the text of a paste within this and two round trips of when it came for it, or was told. */
const TAKEN_WITHIN_MS = 150;
/** It comes first when it hears of the text, and the paste itself may follow: a slow one is given as much more time. */
const SLOWER_BY = 3;
/** A desktop that comes for it has come within this and two round trips, or nothing there wants a text. */
const FETCHED_WITHIN_MS = 2_000;
const UNKNOWN_ROUND_TRIP_MS = 100;
/** The key that pastes wherever text can be written, also where Ctrl+V means something else. */
const PASTE = [KEYSYM.SHIFT_LEFT, KEYSYM.INSERT];
/** After this long without a borrowed paste the desktop's clipboard is given back. */
const GIVE_BACK_AFTER_MS = 1_000;

type Step = { kind: 'act'; run: () => void } | { kind: 'text'; text: string };

/**
 * Writes into the desktop, in the order in which it was typed. Keys are pressed at once; characters that its keyboard has
 * not are pasted, with the clipboard borrowed for it. Until the desktop has come for the text of one paste the next steps
 * wait.
 */
@Injectable()
export class DesktopWriter implements OnDestroy {
  private readonly link = inject(DesktopLink);
  private readonly clipboard = inject(DesktopClipboard);
  private readonly line = inject(PictureLine);
  private readonly steps: Step[] = [];
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private givingBack: ReturnType<typeof setTimeout> | undefined;
  private isBorrowed = false;
  private waitingSinceMs = 0;

  constructor() {
    this.link.onTextFetched(() => this.waitForPaste());
  }

  key(event: KeyboardEvent): void {
    this.take({ kind: 'act', run: () => this.link.key(event) });
  }

  type(typed: Typed): void {
    if (typed.kind === 'key') return this.take({ kind: 'act', run: () => this.link.tap(typed.keysym) });
    const text = this.link.asHeld(typed.text);
    // what comes while a text is on its way goes with the next one: two texts are one paste
    const keysyms = this.waiting === undefined ? keysOfText(text) : undefined;
    if (keysyms) this.take({ kind: 'act', run: () => keysyms.forEach((keysym) => this.link.tap(keysym)) });
    else this.take({ kind: 'text', text });
  }

  /** The text first, so that the key finds it there. */
  paste({ text, keysym }: Paste): void {
    this.take({
      kind: 'act',
      run: () => {
        clearTimeout(this.givingBack);
        this.isBorrowed = false;
        const isFetched = this.clipboard.paste(text);
        this.link.tap(keysym);
        this.wait(isFetched);
      },
    });
  }

  ngOnDestroy(): void {
    clearTimeout(this.waiting);
    clearTimeout(this.givingBack);
  }

  private take(step: Step): void {
    const last = this.steps.at(-1);
    if (step.kind === 'text' && last?.kind === 'text') last.text += step.text;
    else this.steps.push(step);
    this.advance();
  }

  private advance(): void {
    while (this.waiting === undefined) {
      const step = this.steps.shift();
      if (!step) return;
      if (step.kind === 'act') step.run();
      else this.insert(step.text);
    }
  }

  private insert(text: string): void {
    // where nothing may be pasted, the few keys that the desktop can invent are better than none
    if (!this.clipboard.mayGive())
      return Array.from(text, keysymOf).forEach((keysym) => this.link.tap(keysym));
    clearTimeout(this.givingBack);
    this.isBorrowed = true;
    const isFetched = this.clipboard.lend(text);
    this.link.tap(...PASTE);
    this.wait(isFetched);
  }

  private wait(isFetched: boolean): void {
    this.waitingSinceMs = performance.now();
    this.goOnAfter(isFetched ? FETCHED_WITHIN_MS : TAKEN_WITHIN_MS);
  }

  private waitForPaste(): void {
    if (this.waiting === undefined) return;
    this.goOnAfter(TAKEN_WITHIN_MS + SLOWER_BY * (performance.now() - this.waitingSinceMs));
  }

  private goOnAfter(ms: number): void {
    clearTimeout(this.waiting);
    const roundTripMs = this.line.line()?.roundTripMs ?? UNKNOWN_ROUND_TRIP_MS;
    this.waiting = setTimeout(() => this.goOn(), ms + 2 * roundTripMs);
  }

  private goOn(): void {
    this.waiting = undefined;
    this.advance();
    if (this.isBorrowed && this.waiting === undefined) this.giveBackSoon();
  }

  private giveBackSoon(): void {
    clearTimeout(this.givingBack);
    this.givingBack = setTimeout(() => {
      this.isBorrowed = false;
      this.clipboard.giveBack();
    }, GIVE_BACK_AFTER_MS);
  }
}
