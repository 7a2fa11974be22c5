import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { DesktopAccess, SessionId } from '#contracts';
import { MONOTONIC } from '../backend/server-clock.js';
import { DesktopLink } from './desktop-link.js';
import { interruptionOf } from './interruption.js';
import type { Scale } from './remote-screen.js';
import { StageNotice } from './stage-notice.js';
import { TouchKeyboard } from './touch-keyboard.js';

const CONTROL = { keysym: 0xffe3, code: 'ControlLeft' };
const ALT = { keysym: 0xffe9, code: 'AltLeft' };

/**
 * A desktop's picture, with whatever interrupts it laid over its last frame. It takes every key while it has the focus,
 * so Ctrl+Alt+Escape leads out of it. Its owner provides the DesktopLink.
 */
@Component({
  selector: 'oda-desktop-view',
  imports: [MatButton, StageNotice, TouchKeyboard],
  templateUrl: './desktop-view.html',
  styleUrl: './desktop-view.scss',
})
export class DesktopView {
  protected readonly link = inject(DesktopLink);
  private readonly monotonic = inject(MONOTONIC);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');
  private readonly frame = viewChild.required<ElementRef<HTMLElement>>('frame');
  private readonly keyboard = viewChild.required(TouchKeyboard);

  readonly sessionId = input.required<SessionId>();
  readonly access = input.required<DesktopAccess>();
  readonly scale = input.required<Scale>();
  /** The session has ended: only the last frame is left to show, and its owner says why. */
  readonly isOver = input(false);
  /** The person left the desktop by keyboard. */
  readonly left = output();

  private readonly retryAt = computed(() => {
    const state = this.link.state();
    return state.name === 'reconnecting' ? this.monotonic() + state.inMs : undefined;
  });
  private readonly time = signal(0);
  protected readonly interruption = computed(() =>
    this.isOver()
      ? undefined
      : interruptionOf(this.link.state(), Math.max(0, (this.retryAt() ?? 0) - this.time())),
  );

  constructor() {
    // While capturing: noVNC lets no key that it has seen come up to us.
    this.host.addEventListener('keydown', (event) => this.leaveOnEscape(event), { capture: true });
    effect(() => {
      this.link.show({
        sessionId: this.sessionId(),
        access: this.access(),
        stage: this.stage().nativeElement,
      });
    });
    effect(() => this.link.setScale(this.scale()));
    effect(() =>
      this.frame().nativeElement.replaceChildren(...[this.link.lastFrame()].filter((frame) => !!frame)),
    );
    effect(() => {
      if (this.link.state().name === 'connected' && this.nothingElseHasTheFocus()) this.link.focus();
    });
    effect((onCleanup) => {
      if (this.retryAt() === undefined) return;
      const tick = () => this.time.set(this.monotonic());
      tick();
      const timer = setInterval(tick, 200);
      onCleanup(() => clearInterval(timer));
    });
  }

  openKeyboard(): void {
    this.keyboard().open();
  }

  focus(): void {
    this.link.focus();
  }

  /** Lets go of the two keys that the desktop saw pressed, then leaves it. */
  private leaveOnEscape(event: KeyboardEvent): void {
    if (!(event.key === 'Escape' && event.ctrlKey && event.altKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.link.release(CONTROL.keysym, CONTROL.code);
    this.link.release(ALT.keysym, ALT.code);
    this.left.emit();
  }

  private nothingElseHasTheFocus(): boolean {
    const { activeElement } = document;
    return (
      !activeElement ||
      activeElement === document.body ||
      activeElement.id === 'main' ||
      this.host.contains(activeElement)
    );
  }
}
