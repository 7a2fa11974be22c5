import { FocusMonitor } from '@angular/cdk/a11y';
import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MONOTONIC } from '../backend/server-clock.js';
import { DesktopClipboard } from './desktop-clipboard.js';
import { DesktopLink } from './desktop-link.js';
import { DesktopSound } from './desktop-sound.js';
import type { DesktopSource } from './desktop-source.js';
import { DesktopWriter } from './desktop-writer.js';
import { interruptionOf } from './interruption.js';
import { PinchZoom } from './pinch-zoom.js';
import type { Scale } from './remote-screen.js';
import { StageNotice } from './stage-notice.js';
import { TypingField } from './typing-field.js';

/**
 * A desktop's picture, with whatever interrupts it laid over its last frame. It takes every key while it has the focus,
 * so Ctrl+Alt+Escape leads out of it. Its owner provides VIEWER_PROVIDERS.
 */
@Component({
  selector: 'oda-desktop-view',
  imports: [MatButton, StageNotice, TypingField],
  templateUrl: './desktop-view.html',
  styleUrl: './desktop-view.scss',
  host: { '[class.keyed]': 'isKeyed()' },
})
export class DesktopView {
  protected readonly link = inject(DesktopLink);
  protected readonly writer = inject(DesktopWriter);
  protected readonly onKey = (event: KeyboardEvent) => this.writer.key(event);
  private readonly clipboard = inject(DesktopClipboard);
  private readonly sound = inject(DesktopSound);
  private readonly monotonic = inject(MONOTONIC);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');
  private readonly pane = viewChild.required<ElementRef<HTMLElement>>('pane');
  private readonly frame = viewChild.required<ElementRef<HTMLElement>>('frame');
  private readonly field = viewChild(TypingField);

  readonly source = input.required<DesktopSource>();
  readonly scale = input.required<Scale>();
  /** Another has control: keys and clicks go nowhere. */
  readonly mayAct = input(true);
  /** The session has ended: only the last frame is left to show, and its owner says why. */
  readonly isOver = input(false);
  /** The person left the desktop by keyboard. */
  readonly left = output();

  protected readonly isWatching = computed(() => this.source().access === 'view');
  protected readonly takesKeys = computed(() => !this.isWatching() && this.mayAct() && !this.isOver());
  /** The focus came by keyboard, and is still used so: the person must see where it is, and the way out. */
  protected readonly isKeyed = signal(false);
  /** A guest whose link is over keeps nothing of what they saw. */
  private readonly isWithheld = computed(() => this.isOver() && this.isWatching());
  private readonly retryAt = computed(() => {
    const state = this.link.state();
    return state.name === 'reconnecting' ? this.monotonic() + state.inMs : undefined;
  });
  private readonly time = signal(0);
  protected readonly interruption = computed(() =>
    this.isOver()
      ? undefined
      : interruptionOf(
          this.link.state(),
          Math.max(0, (this.retryAt() ?? 0) - this.time()),
          this.link.loss(),
          this.isWatching() ? 'other' : 'owner',
        ),
  );

  constructor() {
    const focus = inject(FocusMonitor);
    focus.monitor(this.host, true).subscribe((origin) => this.isKeyed.set(origin === 'keyboard'));
    inject(DestroyRef).onDestroy(() => focus.stopMonitoring(this.host));
    // While capturing: noVNC lets no key that it has seen come up to us.
    this.host.addEventListener('keydown', (event) => this.leaveOnEscape(event), { capture: true });
    effect(() => this.link.show(this.source(), this.stage().nativeElement));
    effect(() => (this.isOver() ? this.sound.stop() : this.sound.attach(this.source())));
    effect(() => this.link.setScale(this.scale()));
    effect((onCleanup) => {
      if (this.scale() !== 'fit') return;
      onCleanup(new PinchZoom(this.pane().nativeElement, this.stage().nativeElement).start());
    });
    effect(() => {
      const frame = this.isWithheld() ? undefined : this.link.lastFrame();
      this.frame().nativeElement.replaceChildren(...(frame ? [frame] : []));
    });
    effect(() => {
      if (this.link.state().name === 'connected' && this.nothingElseHasTheFocus()) this.focus();
    });
    effect((onCleanup) => {
      const catchUp = () => void this.clipboard.catchUp();
      if (this.isWatching()) return;
      window.addEventListener('focus', catchUp);
      onCleanup(() => window.removeEventListener('focus', catchUp));
    });
    effect((onCleanup) => {
      if (this.retryAt() === undefined) return;
      const tick = () => this.time.set(this.monotonic());
      tick();
      const timer = setInterval(tick, 200);
      onCleanup(() => clearInterval(timer));
    });
  }

  toggleKeyboard(): void {
    this.field()?.toggleKeyboard();
  }

  focus(): void {
    if (this.isWatching()) return;
    this.field()?.focus();
  }

  protected press(): void {
    this.isKeyed.set(false);
    this.focus();
  }

  private leaveOnEscape(event: KeyboardEvent): void {
    if (!(event.key === 'Escape' && event.ctrlKey && event.altKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
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
