import type { ComponentType } from '@angular/cdk/overlay';
import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { ActivatedRoute, type Params, Router, RouterLink } from '@angular/router';
import type { AdminUser } from '#contracts';
import { readUsers } from '../backend/admin.js';
import { Access } from '../backend/access.js';
import { Ago } from '../ui/ago.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Pager } from '../ui/pager.js';
import { Skeleton } from '../ui/skeleton.js';
import { DisableUser } from './disable-user.js';
import { SearchField } from './search-field.js';
import { UnfreezeUser } from './unfreeze-user.js';

/** Everybody who has an account, the newest first. Who is looked for and which page stand in the address. */
@Component({
  selector: 'oda-users',
  imports: [Ago, Empty, Failure, MatButton, Pager, RouterLink, SearchField, Skeleton],
  templateUrl: './users.html',
  // two of them go below each other where there is no room beside
  styles: '.deeds { display: flex; flex-wrap: wrap; justify-content: end; }',
})
export class Users {
  private readonly dialog = inject(MatDialog);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly me = inject(Access).user;

  /** Query parameters. */
  readonly q = input<string>();
  readonly cursor = input<string>();

  protected readonly filter = computed(() => ({
    q: this.q()?.trim() || undefined,
    cursor: this.cursor() || undefined,
  }));
  protected readonly list = readUsers(this.filter);
  protected readonly at = linkedSignal(() => this.filter().cursor);

  protected goTo(queryParams: Params): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams, queryParamsHandling: 'merge' });
  }

  /** Nobody locks themselves out from here. */
  protected mayDisable(user: AdminUser): boolean {
    return user.disabledAt === null && user.id !== this.me()?.id;
  }

  protected disable(user: AdminUser): void {
    this.ask(DisableUser, user);
  }

  protected unfreeze(user: AdminUser): void {
    this.ask(UnfreezeUser, user);
  }

  private ask(question: ComponentType<unknown>, user: AdminUser): void {
    const dialog = this.dialog.open(question, { data: user });
    dialog.afterClosed().subscribe(() => this.list.reload());
  }
}
