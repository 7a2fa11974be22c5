import { afterNextRender, booleanAttribute, Directive, ElementRef, inject, input } from '@angular/core';

/**
 * Takes the focus as it appears: for what takes the place of a button that was pressed, which else leaves whoever uses
 * the keyboard at the top of the page. `false` lets it appear without.
 */
@Directive({ selector: '[odaTakesFocus]' })
export class TakesFocus {
  readonly odaTakesFocus = input(true, { transform: booleanAttribute });

  constructor() {
    const { nativeElement } = inject<ElementRef<HTMLElement>>(ElementRef);
    afterNextRender(() => {
      if (this.odaTakesFocus()) nativeElement.focus();
    });
  }
}
