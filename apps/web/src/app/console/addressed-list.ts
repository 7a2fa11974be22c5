import { computed, Directive, inject, input } from '@angular/core';
import { ActivatedRoute, type Params, Router } from '@angular/router';

/** A list of the console whose search, page and open row stand in the address: it can be sent to a colleague. */
@Directive()
export abstract class AddressedList {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  /** Query parameters. */
  readonly q = input<string>();
  readonly cursor = input<string>();
  readonly open = input<string>();

  protected readonly search = computed(() => ({
    q: this.q()?.trim() || undefined,
    cursor: this.cursor() || undefined,
  }));

  protected goTo(queryParams: Params): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams, queryParamsHandling: 'merge' });
  }

  /** Closes what is open beside the list; the focus goes back to its row. */
  protected close(): void {
    const id = this.open();
    this.goTo({ open: null });
    if (id) document.getElementById(`row-${id}`)?.focus();
  }
}
