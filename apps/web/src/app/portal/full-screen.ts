import { Injectable, type OnDestroy, signal } from '@angular/core';

/** Not in TypeScript's DOM: Chromium alone has it (Keyboard Lock, WICG). */
interface LockableKeyboard {
  lock(): Promise<void>;
  unlock(): void;
}

/**
 * Full screen of one element. Left when its screen is. Where the browser can, it gives all keys to the page meanwhile,
 * Escape and Ctrl+W among them; it then takes a long Escape to leave.
 */
@Injectable()
export class FullScreen implements OnDestroy {
  private readonly on = signal(document.fullscreenElement !== null);
  private readonly listener = () => this.follow();
  readonly isOn = this.on.asReadonly();

  constructor() {
    document.addEventListener('fullscreenchange', this.listener);
  }

  async toggle(element: HTMLElement): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.enter(element);
  }

  ngOnDestroy(): void {
    document.removeEventListener('fullscreenchange', this.listener);
    if (document.fullscreenElement) void document.exitFullscreen();
  }

  private async enter(element: HTMLElement): Promise<void> {
    await element.requestFullscreen({ navigationUI: 'hide' });
    await keyboard()
      ?.lock()
      .catch(() => undefined); // refused: the browser keeps its keys, and nothing else is lost
  }

  private follow(): void {
    const isOn = document.fullscreenElement !== null;
    this.on.set(isOn);
    if (!isOn) keyboard()?.unlock();
  }
}

function keyboard(): LockableKeyboard | undefined {
  return (navigator as { keyboard?: LockableKeyboard }).keyboard;
}
