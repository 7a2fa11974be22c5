import { Injectable } from '@angular/core';

const KEY = 'oda.sound';

/** Which desktop this window listens to, through reloads: another session, or another window, begins in silence. */
@Injectable({ providedIn: 'root' })
export class SoundChoice {
  isOn(name: string): boolean {
    try {
      return sessionStorage.getItem(KEY) === name;
    } catch {
      return false; // storage is closed to us
    }
  }

  set(name: string, isOn: boolean): void {
    try {
      if (isOn) sessionStorage.setItem(KEY, name);
      else sessionStorage.removeItem(KEY);
    } catch {
      // Private windows may refuse storage: a reload begins in silence then.
    }
  }
}
