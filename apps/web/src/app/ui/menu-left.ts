import type { MenuCloseReason } from '@angular/material/menu';

/** Escape or Tab closed a menu, nothing was chosen: the focus belongs to the button that opened it. */
export function isLeftByKey(reason: MenuCloseReason): boolean {
  return reason === 'keydown' || reason === 'tab';
}
