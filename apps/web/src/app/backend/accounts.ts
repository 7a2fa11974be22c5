import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { type ChangePasswordBody, type LoginBody, type RegisterBody, SignedIn, type User } from '#contracts';
import { firstValueFrom } from 'rxjs';
import { Access, open } from './access.js';

/** Registering, signing in and out, changing the password. Fails with BackendError. */
@Injectable({ providedIn: 'root' })
export class Accounts {
  private readonly http = inject(HttpClient);
  private readonly access = inject(Access);

  register(body: RegisterBody): Promise<User> {
    return this.enter('/api/auth/register', body);
  }

  signIn(body: LoginBody): Promise<User> {
    return this.enter('/api/auth/login', body);
  }

  /** Ends the login on the server, which closes its sockets in every tab; here even when the server is away. */
  async signOut(): Promise<void> {
    try {
      await firstValueFrom(this.http.post('/api/auth/logout', {}));
    } finally {
      this.access.forget();
    }
  }

  async changePassword(body: ChangePasswordBody): Promise<void> {
    await firstValueFrom(this.http.post('/api/auth/password', body));
  }

  private async enter(url: string, body: LoginBody | RegisterBody): Promise<User> {
    const answer = SignedIn.parse(
      await firstValueFrom(this.http.post<unknown>(url, body, { context: open() })),
    );
    this.access.accept(answer);
    return answer.user;
  }
}
