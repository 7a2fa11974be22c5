import { Injectable, type OnDestroy, signal } from '@angular/core';

/** Full screen of one element. Left when its screen is. */
@Injectable()
export class FullScreen implements OnDestroy {
  private readonly on = signal(document.fullscreenElement !== null);
  private readonly listener = () => this.on.set(document.fullscreenElement !== null);
  readonly isOn = this.on.asReadonly();

  constructor() {
    document.addEventListener('fullscreenchange', this.listener);
  }

  async toggle(element: HTMLElement): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await element.requestFullscreen({ navigationUI: 'hide' });
  }

  ngOnDestroy(): void {
    document.removeEventListener('fullscreenchange', this.listener);
    if (document.fullscreenElement) void document.exitFullscreen();
  }
}
