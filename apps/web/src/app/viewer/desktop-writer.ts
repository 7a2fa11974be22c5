import { inject, Injectable, type OnDestroy } from '@angular/core';
import { DesktopClipboard } from './desktop-clipboard.js';
import { DesktopLink } from './desktop-link.js';
import { KEYSYM } from './keysyms.js';
import { PictureLine } from './picture-line.js';
import { keysOfText, type Typed } from './typed-text.js';
import type { Paste } from './typing-field.js';

/** A paste fetches its text in a round trip or two; until then no other text may take its place. */
const FETCHED_WITHIN_MS = 150;
const UNKNOWN_ROUND_TRIP_MS = 100;
/** The key that pastes wherever text can be written, also where Ctrl+V means something else. */
const PASTE = [KEYSYM.SHIFT_LEFT, KEYSYM.INSERT];
/** After this long without a borrowed paste the desktop's clipboard is given back. */
const GIVE_BACK_AFTER_MS = 1_000;

type Step = { kind: 'act'; run: () => void } | { kind: 'text'; text: string };

/**
 * Writes into the desktop, in the order in which it was typed. Keys are pressed at once; characters that its keyboard has
 * not are pasted, with the clipboard borrowed for it. While the text of one paste is on its way the next steps wait.
 */
@Injectable()
export class DesktopWriter implements OnDestroy {
  private readonly link = inject(DesktopLink);
  private readonly clipboard = inject(DesktopClipboard);
  private readonly line = inject(PictureLine);
  private readonly steps: Step[] = [];
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private givingBack: ReturnType<typeof setTimeout> | undefined;

  key(event: KeyboardEvent): void {
    this.take({ kind: 'act', run: () => this.link.key(event) });
  }

  type(typed: Typed): void {
    if (typed.kind === 'key') return this.take({ kind: 'act', run: () => this.link.tap(typed.keysym) });
    const keysyms = keysOfText(typed.text);
    if (keysyms) this.take({ kind: 'act', run: () => keysyms.forEach((keysym) => this.link.tap(keysym)) });
    else this.take(typed);
  }

  /** The text first, so that the key finds it there. */
  paste({ text, keysym }: Paste): void {
    this.take({
      kind: 'act',
      run: () => {
        clearTimeout(this.givingBack);
        if (text) this.clipboard.give(text);
        this.link.tap(keysym);
        this.wait();
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
    clearTimeout(this.givingBack);
    this.clipboard.lend(text);
    this.link.tap(...PASTE);
    this.givingBack = setTimeout(() => this.clipboard.giveBack(), GIVE_BACK_AFTER_MS);
    this.wait();
  }

  private wait(): void {
    const roundTripMs = this.line.line()?.roundTripMs ?? UNKNOWN_ROUND_TRIP_MS;
    this.waiting = setTimeout(
      () => {
        this.waiting = undefined;
        this.advance();
      },
      FETCHED_WITHIN_MS + 2 * roundTripMs,
    );
  }
}
