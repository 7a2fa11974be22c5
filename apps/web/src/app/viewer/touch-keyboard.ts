import { Component, type ElementRef, output, viewChild } from '@angular/core';

/** X11 keysyms (keysymdef.h) of what a touch keyboard sends without a character. */
const BACKSPACE = 0xff08;
const RETURN = 0xff0d;

/** The field is never empty, or a touch keyboard would not report Backspace. */
const FILLER = '\u200b';

/** An unseen field that brings up a phone's keyboard and passes on what is typed there. */
@Component({
  selector: 'oda-touch-keyboard',
  template: `<textarea
    #field
    class="unseen"
    aria-label="Type into the desktop"
    autocapitalize="none"
    autocomplete="off"
    spellcheck="false"
    tabindex="-1"
    [value]="filler"
    (beforeinput)="pass($event)"
  ></textarea>`,
})
export class TouchKeyboard {
  /** X11 keysyms, each to be pressed and released. */
  readonly typed = output<number>();
  protected readonly filler = FILLER;
  private readonly field = viewChild.required<ElementRef<HTMLTextAreaElement>>('field');

  /** Must be called from a tap, or the phone shows no keyboard. */
  open(): void {
    this.field().nativeElement.focus({ preventScroll: true });
  }

  protected pass(event: InputEvent): void {
    event.preventDefault();
    for (const keysym of keysymsOf(event.inputType, event.data)) this.typed.emit(keysym);
  }
}

/** What an edit of a text field means as keys. */
export function keysymsOf(inputType: string, data: string | null): number[] {
  if (inputType === 'deleteContentBackward') return [BACKSPACE];
  if (inputType === 'insertLineBreak' || inputType === 'insertParagraph') return [RETURN];
  return Array.from(data ?? '', keysymOf);
}

/** Latin-1 characters are their own keysyms; others are Unicode with bit 24 set (X11 protocol, appendix A). */
function keysymOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  return point >= 0x20 && point <= 0xff ? point : 0x01000000 | point;
}
