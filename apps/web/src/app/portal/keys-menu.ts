import { Component, inject, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import { FUNCTION_KEYS, HOLDABLE, HOLDABLE_KEYSYMS, SPECIAL_KEYS } from '../viewer/special-keys.js';

/** Keys that the browser or the computer would take for itself, or that a phone has not. */
@Component({
  selector: 'oda-keys-menu',
  imports: [Icon, MatDivider, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip],
  template: `
    <button
      matIconButton
      type="button"
      aria-label="Special keys"
      [matTooltip]="link.held().size ? heldWords() : 'Special keys'"
      [class.holding]="link.held().size"
      [matMenuTriggerFor]="menu"
      [matMenuTriggerRestoreFocus]="false"
    >
      <oda-icon name="keyboard_command_key" />
    </button>
    <mat-menu #menu (closed)="done.emit()">
      @for (keys of special; track keys.label) {
        <button mat-menu-item type="button" (click)="link.tap(...keys.keysyms)">{{ keys.label }}</button>
      }
      <button mat-menu-item type="button" (click)="link.tap(meta)">Meta</button>
      <button mat-menu-item type="button" [matMenuTriggerFor]="functions">F1 to F12</button>
      <mat-divider />
      @for (key of holdable; track key) {
        <button
          mat-menu-item
          type="button"
          role="menuitemcheckbox"
          [attr.aria-checked]="link.held().has(key)"
          (click)="link.toggle(key)"
        >
          {{ link.held().has(key) ? 'Let go of ' + key : 'Hold ' + key }}
        </button>
      }
    </mat-menu>
    <mat-menu #functions>
      @for (keys of functionKeys; track keys.label) {
        <button mat-menu-item type="button" (click)="link.tap(...keys.keysyms)">{{ keys.label }}</button>
      }
    </mat-menu>
  `,
  styles: `
    .holding {
      background: var(--accent-soft);
      color: var(--accent);
    }
  `,
})
export class KeysMenu {
  protected readonly link = inject(DesktopLink);
  /** The focus may go back to the desktop. */
  readonly done = output();
  protected readonly special = SPECIAL_KEYS;
  protected readonly functionKeys = FUNCTION_KEYS;
  protected readonly holdable = HOLDABLE;
  protected readonly meta = HOLDABLE_KEYSYMS.Meta;

  protected heldWords(): string {
    return `Held down: ${[...this.link.held()].join(', ')}`;
  }
}
