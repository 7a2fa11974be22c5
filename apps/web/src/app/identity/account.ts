import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Access } from '../backend/access.js';
import { dayOf } from '../ui/time-words.js';
import { ChangePassword } from './change-password.js';
import { SignOut } from './sign-out.js';

@Component({
  selector: 'oda-account',
  imports: [ChangePassword, MatButton],
  template: `
    <div class="page">
      <div class="page-head"><h1>Account</h1></div>
      @if (user(); as person) {
        <div class="stack stack-wide">
          <section class="card" aria-labelledby="who">
            <h2 id="who">You</h2>
            <dl class="facts">
              <dt>Email</dt>
              <dd>{{ person.email }}</dd>
              <dt>Member since</dt>
              <dd>
                <time [attr.datetime]="person.createdAt">{{ dayOf(person.createdAt) }}</time>
              </dd>
            </dl>
            <p class="soft">Signing out closes your desktop's window here. The desktop itself goes on.</p>
            <button matButton="outlined" type="button" (click)="leave()">Sign out</button>
          </section>
          <oda-change-password [email]="person.email" />
        </div>
      }
    </div>
  `,
  styles: `
    .page {
      max-width: 640px;
    }
    .card {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      gap: 16px;
    }
  `,
})
export class Account {
  private readonly signOut = inject(SignOut);
  protected readonly user = inject(Access).user;
  protected readonly dayOf = dayOf;

  protected leave(): void {
    void this.signOut.now();
  }
}
