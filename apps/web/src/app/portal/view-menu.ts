import { Component, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../ui/icon.js';
import { isLeftByKey } from '../ui/menu-left.js';
import { type Scale, SCALES } from '../viewer/remote-screen.js';

const WORDS: Record<Scale, string> = {
  fit: 'Scale to the window',
  resize: 'Resize the desktop to the window',
  actual: 'Actual size',
};

/** How the desktop fits the window, a picture of it, and its recording. */
@Component({
  selector: 'oda-view-menu',
  imports: [Icon, MatDivider, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip],
  template: `
    <button
      matIconButton
      type="button"
      aria-label="View"
      matTooltip="View"
      #trigger="matMenuTrigger"
      [matMenuTriggerFor]="menu"
      [matMenuTriggerRestoreFocus]="false"
    >
      <oda-icon name="fit_screen" />
    </button>
    <mat-menu #menu (closed)="isLeftByKey($event) ? trigger.focus('keyboard') : done.emit()">
      @for (choice of scales; track choice) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="scale() === choice"
          (click)="scaleChange.emit(choice)"
        >
          <span class="choice">
            <oda-icon name="check" [style.visibility]="scale() === choice ? null : 'hidden'" />
            {{ words[choice] }}
          </span>
        </button>
      }
      <mat-divider />
      <button mat-menu-item type="button" (click)="picture.emit()">
        <span class="choice"><oda-icon name="photo_camera" />Save a picture</span>
      </button>
      <button mat-menu-item type="button" (click)="record.emit()">
        <span class="choice"><oda-icon name="videocam" />Recording…</span>
      </button>
    </mat-menu>
  `,
  styles: `
    .choice {
      display: flex;
      align-items: center;
      gap: 12px;
    }
  `,
})
export class ViewMenu {
  readonly scale = input.required<Scale>();
  readonly scaleChange = output<Scale>();
  readonly picture = output();
  readonly record = output();
  /** Something was chosen, or the pointer left: the focus may go to the desktop. After Escape it stays at the button. */
  readonly done = output();
  protected readonly scales = SCALES;
  protected readonly words = WORDS;
  protected readonly isLeftByKey = isLeftByKey;
}
