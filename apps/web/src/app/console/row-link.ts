import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';

/** Opens a row of an `AddressedList` beside it; the whole row is its target. */
@Component({
  selector: 'oda-row-link',
  imports: [RouterLink],
  template: `<a
    class="row-link"
    [id]="'row-' + opens()"
    [routerLink]="[]"
    [queryParams]="{ open: opens() }"
    queryParamsHandling="merge"
    [title]="text()"
    >{{ text() }}</a
  >`,
})
export class RowLink {
  readonly opens = input.required<string>();
  readonly text = input.required<string>();
}
