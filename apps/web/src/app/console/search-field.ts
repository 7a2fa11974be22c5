import { Component, type ElementRef, input, type OnDestroy, output, viewChild } from '@angular/core';
import { Icon } from '../ui/icon.js';

/** Long enough to finish a word, short enough to feel live. */
const SETTLE_MS = 250;

/** A search that tells what is looked for once the typing pauses. */
@Component({
  selector: 'oda-search-field',
  imports: [Icon],
  template: `
    <oda-icon name="search" />
    <input
      #field
      type="search"
      [attr.aria-label]="label()"
      [placeholder]="label()"
      [value]="value() ?? ''"
      (input)="settle()"
      (keydown.enter)="tell()"
    />
  `,
  styles: `
    :host {
      position: relative;
      display: inline-flex;
      flex: 1 1 220px;
      max-width: 320px;
    }
    oda-icon {
      position: absolute;
      top: 8px;
      left: 10px;
      width: 18px;
      height: 18px;
      color: var(--ink-soft);
      pointer-events: none;
    }
    input {
      width: 100%;
      height: 34px;
      padding: 0 12px 0 34px;
      border: 1px solid var(--line);
      border-radius: var(--corner);
      background: var(--surface);
      color: var(--ink);
      font: inherit;
    }
    input::placeholder {
      color: var(--ink-soft);
      opacity: 1;
    }
  `,
})
export class SearchField implements OnDestroy {
  readonly label = input.required<string>();
  readonly value = input<string>();
  readonly searched = output<string>();
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  private timer: ReturnType<typeof setTimeout> | undefined;

  ngOnDestroy(): void {
    clearTimeout(this.timer);
  }

  protected settle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), SETTLE_MS);
  }

  protected tell(): void {
    clearTimeout(this.timer);
    this.searched.emit(this.field().nativeElement.value.trim());
  }
}
