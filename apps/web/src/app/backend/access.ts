import { HttpClient, HttpContext, HttpContextToken } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { SignedIn, type User } from '#contracts';
import { firstValueFrom } from 'rxjs';
import { type BackendError, toBackendError } from './backend-error.js';
import { markSignedIn, mayBeSignedIn } from './sign-in-mark.js';

/** Marks requests that go out without a bearer and whose 401 means what it says. */
export const OPEN = new HttpContextToken<boolean>(() => false);
export const open = () => new HttpContext().set(OPEN, true);

/** The bearer is renewed this long before it would be refused. */
const RENEW_EARLY_MS = 20_000;
/** A server that is away at the start is asked again this much later. */
export const RESTORE_AGAIN_MS = 2000;

interface Held {
  token: string;
  /** On the monotonic clock: a computer's wall clock may be wrong by hours. */
  freshUntil: number;
}

/**
 * Who is signed in, and the access token. The token lives in memory alone; the refresh cookie, which no script can
 * read, brings it back after a reload. Tabs share one cookie that rotates, so they refresh one at a time.
 */
@Injectable({ providedIn: 'root' })
export class Access {
  private readonly http = inject(HttpClient);
  private readonly known = signal<User | undefined>(undefined);
  private readonly settled = signal(false);
  private readonly lost = signal(false);
  private readonly hindrance = signal<BackendError | undefined>(undefined);
  private held: Held | undefined;
  private renewing: Promise<string | undefined> | undefined;
  private restoring: Promise<unknown> | undefined;

  readonly user = this.known.asReadonly();
  /** False until it is known whether anybody is signed in. */
  readonly isSettled = this.settled.asReadonly();

  /** The server refused to go on with somebody who was signed in here: signed out elsewhere, disabled, expired. */
  readonly isLost = this.lost.asReadonly();

  /** Why it is not known yet whether anybody is signed in: the server is away or failing, and is asked again. */
  readonly hinderedBy = this.hindrance.asReadonly();

  /**
   * Resolves once it is known whether the cookie still signs somebody in; a server that is away signs nobody out, and
   * is waited for.
   */
  restored(): Promise<unknown> {
    this.restoring ??= (mayBeSignedIn() ? this.restore() : Promise.resolve()).then(() =>
      this.settled.set(true),
    );
    return this.restoring;
  }

  /** A token that will be accepted, or undefined when nobody is signed in. */
  bearer(): Promise<string | undefined> {
    if (!this.held) return Promise.resolve(undefined);
    if (performance.now() < this.held.freshUntil) return Promise.resolve(this.held.token);
    return this.renew();
  }

  /** Trades the cookie for a new token; callers at the same time share one request. */
  renew(): Promise<string | undefined> {
    this.renewing ??= oneTabAtATime(() => this.refresh()).finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  /** For connections that were told to sign in again: false only when the server said no, not when it is away. */
  async isStillSignedIn(): Promise<boolean> {
    try {
      return (await this.renew()) !== undefined;
    } catch {
      return true; // nobody said no: the connection tries again, and hears it then
    }
  }

  accept({ user, accessToken, expiresIn }: SignedIn): void {
    this.held = { token: accessToken, freshUntil: performance.now() + expiresIn * 1000 - RENEW_EARLY_MS };
    this.known.set(user);
    this.lost.set(false);
    this.settled.set(true);
    this.restoring ??= Promise.resolve();
    markSignedIn(true);
  }

  forget(): void {
    this.held = undefined;
    this.known.set(undefined);
    markSignedIn(false);
  }

  private async restore(): Promise<void> {
    for (;;) {
      try {
        await this.renew();
        return this.hindrance.set(undefined);
      } catch (cause) {
        const error = toBackendError(cause);
        this.hindrance.set(error);
        const waitMs = Math.max(RESTORE_AGAIN_MS, (error.facts.retryAfterSeconds ?? 0) * 1000);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  private async refresh(): Promise<string | undefined> {
    try {
      const answer = await firstValueFrom(this.http.post('/api/auth/refresh', {}, { context: open() }));
      this.accept(SignedIn.parse(answer));
      return this.held?.token;
    } catch (cause) {
      const error = toBackendError(cause);
      if (error.status !== 401 && error.status !== 403) throw error; // a failing server signs nobody out
      this.lost.set(this.known() !== undefined);
      this.forget();
      return undefined;
    }
  }
}

function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  // Web Locks exist in secure contexts only; elsewhere the server's 30 s grace for the predecessor has to do.
  return 'locks' in navigator ? navigator.locks.request('oda.refresh', work) : work();
}
