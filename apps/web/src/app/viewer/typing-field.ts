import {
  afterRenderEffect,
  Component,
  type ElementRef,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { isComposed, pasteKey, type Typed, typedByChange, typedByEdit } from './typed-text.js';

/** The field is never empty, or a touch keyboard would not report Backspace. */
const FILLER = '\u200b';
/** A browser that pastes does so before it returns from the key; one that does not must not swallow the key. */
const PASTE_WITHIN_MS = 100;

/** Text to be pasted, and the key that pastes it in the desktop. */
export interface Paste {
  text: string;
  keysym: number;
}

/**
 * An unseen field that has the focus in the desktop's stead: a canvas gets no paste and takes part in no composition.
 * Keys go on as they came; what the browser makes characters of first (dead keys, input methods, a phone's keyboard)
 * goes on as characters; the keys of a paste wait for its text.
 */
@Component({
  selector: 'oda-typing-field',
  template: `<textarea
    #field
    class="unseen"
    aria-label="Type into the desktop. Press Control, Alt and Escape to leave it."
    autocapitalize="none"
    autocomplete="off"
    spellcheck="false"
    tabindex="-1"
    [attr.inputmode]="touch() ? 'text' : 'none'"
    [value]="filler"
    (beforeinput)="edit($event)"
    (compositionstart)="compose('')"
    (compositionupdate)="compose($event.data)"
    (compositionend)="composed($event.data)"
    (paste)="paste($event)"
    (blur)="left.emit()"
  ></textarea>`,
})
export class TypingField {
  readonly typed = output<Typed>();
  /**
   * Hears every key as it came. No output, and no listener of the template: each would have the whole page looked through
   * and painted anew for every key, just when its echo comes.
   */
  readonly onKey = input.required<(event: KeyboardEvent) => void>();
  readonly pasted = output<Paste>();
  /** The focus went elsewhere, and with it every release of a key that is down. */
  readonly left = output();
  protected readonly filler = FILLER;
  /** Whether a touch keyboard comes up with the focus. */
  protected readonly touch = signal(false);
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');
  private composition = '';
  private awaited: { keysym: number; timer: ReturnType<typeof setTimeout> } | undefined;

  constructor() {
    afterRenderEffect((onCleanup) => {
      const field = this.field().nativeElement;
      field.addEventListener('keydown', this.keyDown);
      field.addEventListener('keyup', this.keyUp);
      onCleanup(() => {
        field.removeEventListener('keydown', this.keyDown);
        field.removeEventListener('keyup', this.keyUp);
      });
    });
  }

  focus(): void {
    this.field().nativeElement.focus({ preventScroll: true });
  }

  /** Brings up the phone's keyboard, or takes it away. Must be called from a tap, or the phone shows none. */
  toggleKeyboard(): void {
    this.touch.update((now) => !now);
    const field = this.field().nativeElement;
    field.inputMode = this.touch() ? 'text' : 'none'; // at once: the next line is still part of the tap
    field.blur();
    field.focus({ preventScroll: true });
  }

  protected edit(event: InputEvent): void {
    if (event.isComposing) return;
    event.preventDefault();
    for (const typed of typedByEdit(event.inputType, event.data)) this.typed.emit(typed);
  }

  /**
   * A phone composes whole words out of letters, which should be seen as they come; an input method on a computer goes
   * through stages that nobody wants to see typed.
   */
  protected compose(text: string): void {
    if (!this.touch()) return;
    this.change(text);
  }

  protected composed(text: string): void {
    this.change(text);
    this.composition = '';
    this.field().nativeElement.value = FILLER;
  }

  protected paste(event: ClipboardEvent): void {
    event.preventDefault();
    const keysym = this.awaited?.keysym;
    if (keysym === undefined) return;
    this.forgetPaste();
    this.pasted.emit({ text: event.clipboardData?.getData('text/plain') ?? '', keysym });
  }

  private readonly keyDown = (event: KeyboardEvent): void => {
    if (isComposed(event)) return;
    event.stopPropagation();
    const keysym = pasteKey(event);
    if (keysym !== undefined) return this.awaitPaste(keysym);
    event.preventDefault();
    this.onKey()(event);
  };

  private readonly keyUp = (event: KeyboardEvent): void => {
    event.stopPropagation();
    this.onKey()(event);
  };

  private change(text: string): void {
    for (const typed of typedByChange(this.composition, text)) this.typed.emit(typed);
    this.composition = text;
  }

  private awaitPaste(keysym: number): void {
    this.forgetPaste();
    const timer = setTimeout(() => {
      this.forgetPaste();
      this.typed.emit({ kind: 'key', keysym });
    }, PASTE_WITHIN_MS);
    this.awaited = { keysym, timer };
  }

  private forgetPaste(): void {
    clearTimeout(this.awaited?.timer);
    this.awaited = undefined;
  }
}
