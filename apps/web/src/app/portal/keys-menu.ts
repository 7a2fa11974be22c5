import { Component, inject, input, output, viewChildren } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon.js';
import { isLeftByKey } from '../ui/menu-left.js';
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
      disabledInteractive
      [disabled]="!mayAct()"
      [matTooltip]="tip()"
      [class.holding]="link.held().size"
      #trigger="matMenuTrigger"
      [matMenuTriggerFor]="mayAct() ? menu : null"
      [matMenuTriggerRestoreFocus]="false"
    >
      <oda-icon name="keyboard_command_key" />
    </button>
    <mat-menu #menu (closed)="isLeftByKey($event) ? trigger.focus('keyboard') : done.emit()">
      @for (keys of special; track keys.label) {
        <button mat-menu-item type="button" (click)="link.tap(...keys.keysyms)">{{ keys.label }}</button>
      }
      <button mat-menu-item type="button" (click)="link.tap(meta)">Meta</button>
      <mat-divider />
      <!-- No menu of its own: on a phone it would open under the finger, which then presses what is there. -->
      <div class="functions" role="group" aria-label="F1 to F12">
        @for (keys of functionKeys; track keys.label) {
          <button
            mat-menu-item
            #functionKey="matMenuItem"
            type="button"
            (click)="link.tap(...keys.keysyms)"
            (keydown)="step($event, $index)"
          >
            {{ keys.label }}
          </button>
        }
      </div>
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
  `,
  styles: `
    .holding {
      background: var(--accent-soft);
      color: var(--accent);
    }
    .functions {
      display: grid;
      grid-template-columns: repeat(4, 1fr);
      min-width: 216px;
      padding: 0 4px;
    }
    .functions [mat-menu-item] {
      justify-content: center;
      min-width: 0;
      min-height: 44px;
      padding: 0;
      border-radius: 6px;
      text-align: center;
    }
  `,
})
export class KeysMenu {
  protected readonly link = inject(DesktopLink);
  /** Another has control: keys would go nowhere. */
  readonly mayAct = input(true);
  /** A key was chosen, or the pointer left: the focus may go to the desktop. After Escape it stays at the button. */
  readonly done = output();
  private readonly functionItems = viewChildren<MatMenuItem>('functionKey');
  protected readonly special = SPECIAL_KEYS;
  protected readonly functionKeys = FUNCTION_KEYS;
  protected readonly holdable = HOLDABLE;
  protected readonly meta = HOLDABLE_KEYSYMS.Meta;
  protected readonly isLeftByKey = isLeftByKey;

  /** Left and right go along the block too; up and down are the menu's, as through its other entries. */
  protected step({ key }: KeyboardEvent, from: number): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (by) this.functionItems()[from + by]?.focus('keyboard');
  }

  protected tip(): string {
    if (!this.mayAct()) return 'Take control to press keys';
    const held = [...this.link.held()];
    return held.length > 0 ? `Held down: ${held.join(', ')}` : 'Special keys';
  }
}
