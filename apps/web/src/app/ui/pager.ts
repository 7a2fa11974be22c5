import { Component, computed, input, model, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';

/** Steps through a list whose pages are found by cursors. Shows nothing when all is on one page. */
@Component({
  selector: 'oda-pager',
  imports: [MatButton],
  template: `
    @if (cursor() !== undefined || nextCursor() !== null) {
      <nav aria-label="Pages" class="row">
        <button matButton="outlined" type="button" [disabled]="cursor() === undefined" (click)="back()">
          Newer
        </button>
        <button matButton="outlined" type="button" [disabled]="nextCursor() === null" (click)="forth()">
          Older
        </button>
      </nav>
    }
  `,
  styles: `
    nav {
      justify-content: flex-end;
      padding-top: 16px;
    }
  `,
})
export class Pager {
  /** Where the shown page begins; undefined is the newest. */
  readonly cursor = model<string | undefined>(undefined);
  readonly nextCursor = input.required<string | null>();
  private readonly visited = signal<(string | undefined)[]>([]);
  private readonly previous = computed(() => this.visited().at(-1));

  protected forth(): void {
    const next = this.nextCursor();
    if (next === null) return;
    this.visited.update((pages) => [...pages, this.cursor()]);
    this.cursor.set(next);
  }

  /** A page that was entered by its address has no known predecessor: then back means the newest. */
  protected back(): void {
    const previous = this.previous();
    this.visited.update((pages) => pages.slice(0, -1));
    this.cursor.set(previous);
  }
}
