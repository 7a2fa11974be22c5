import { Component, computed, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Access } from '../backend/access.js';
import { SignOut } from '../identity/sign-out.js';
import { Icon } from '../ui/icon.js';
import { Mark } from '../ui/mark.js';
import { ThemeToggle } from './theme-toggle.js';

@Component({
  selector: 'oda-top-bar',
  imports: [
    MatButton,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    RouterLink,
    RouterLinkActive,
    Icon,
    Mark,
    ThemeToggle,
  ],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
})
export class TopBar {
  private readonly access = inject(Access);
  private readonly signOut = inject(SignOut);
  protected readonly user = this.access.user;
  protected readonly isVisitor = computed(() => this.access.isSettled() && !this.user());
  protected readonly isAdmin = computed(() => this.user()?.role === 'admin');

  protected leave(): void {
    void this.signOut.now();
  }
}
