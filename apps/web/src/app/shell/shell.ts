import { Component, computed, type ElementRef, inject, viewChild } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { type ActivatedRouteSnapshot, NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { Access } from '../backend/access.js';
import { SignInAgain } from '../identity/sign-in-again.js';
import { Failure } from '../ui/failure.js';
import { Skeleton } from '../ui/skeleton.js';
import { Theme } from './theme.js';
import { TopBar } from './top-bar.js';

/** The frame of every screen: skip link, bar, main. Moves the focus to the new screen after a navigation. */
@Component({
  selector: 'oda-root',
  imports: [Failure, RouterOutlet, Skeleton, TopBar],
  template: `
    <a class="skip" href="#main" (click)="skipToMain($event)">Skip to the content</a>
    @if (!bare()) {
      <oda-top-bar />
    }
    <main id="main" tabindex="-1" #main>
      @if (hinderedBy(); as error) {
        <div class="page hindrance"><oda-failure [error]="error" [retries]="false" /></div>
      }
      @if (!data()) {
        <div class="page"><oda-skeleton [lines]="5" [height]="20" /></div>
      }
      <router-outlet />
    </main>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 100dvh;
    }
    main {
      flex: 1;
      min-width: 0;
    }
    .hindrance {
      padding-bottom: 0;
    }
    .skip {
      position: fixed;
      z-index: 10;
      top: 8px;
      left: 8px;
      padding: 8px 12px;
      border-radius: var(--corner);
      background: var(--raised);
      box-shadow: var(--float);
      transform: translateY(-128px);
    }
    .skip:focus {
      transform: none;
    }
  `,
})
export class Shell {
  private readonly router = inject(Router);
  /** While the server is away it is not known who is here, and screens that depend on it wait. */
  protected readonly hinderedBy = inject(Access).hinderedBy;
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');
  private readonly arrivals = this.router.events.pipe(filter((event) => event instanceof NavigationEnd));
  /** Of the screen that is shown; undefined until the first one is there. */
  protected readonly data = toSignal(
    this.arrivals.pipe(map(() => leaf(this.router.routerState.snapshot.root).data)),
  );
  protected readonly bare = computed(() => this.data()?.['bare'] === true);

  constructor() {
    inject(SignInAgain);
    inject(Theme); // takes effect before the first screen is drawn
    let path = '';
    this.arrivals.pipe(takeUntilDestroyed()).subscribe((event) => {
      const next = event.urlAfterRedirects.split(/[?#]/)[0] ?? '';
      if (path !== '' && path !== next) this.main().nativeElement.focus({ preventScroll: true });
      path = next;
    });
  }

  /** A plain `#main` would be read as an address of the router. */
  protected skipToMain(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }
}

function leaf(route: ActivatedRouteSnapshot): ActivatedRouteSnapshot {
  return route.firstChild ? leaf(route.firstChild) : route;
}
