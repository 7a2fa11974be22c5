import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import type { AdminUser } from '#contracts';
import { readUsers } from '../backend/admin.js';
import { Access } from '../backend/access.js';
import { Ago } from '../ui/ago.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Pager } from '../ui/pager.js';
import { Skeleton } from '../ui/skeleton.js';
import { DisableUser } from './disable-user.js';

/** Everybody who has an account, the newest first. */
@Component({
  selector: 'oda-users',
  imports: [Ago, Empty, Failure, MatButton, Pager, Skeleton],
  templateUrl: './users.html',
})
export class Users {
  private readonly dialog = inject(MatDialog);
  private readonly me = inject(Access).user;
  protected readonly cursor = signal<string | undefined>(undefined);
  protected readonly list = readUsers(this.cursor);

  /** Nobody locks themselves out from here. */
  protected mayDisable(user: AdminUser): boolean {
    return user.disabledAt === null && user.id !== this.me()?.id;
  }

  protected disable(user: AdminUser): void {
    const dialog = this.dialog.open(DisableUser, { data: user });
    dialog.afterClosed().subscribe(() => this.list.reload());
  }
}
