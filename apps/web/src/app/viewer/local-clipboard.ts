import { Injectable } from '@angular/core';

/** The clipboard of the person's own computer, as far as the browser lets us. Nothing here throws. */
@Injectable({ providedIn: 'root' })
export class LocalClipboard {
  /** False where the browser would not, such as without a click in Safari, or in another window's hands. */
  async write(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // refused, or there is no such thing here: the panel has the text
    }
  }

  /** Undefined where the browser would not, or there is no text. The person may be asked: call it from a click. */
  async read(): Promise<string | undefined> {
    try {
      return (await navigator.clipboard.readText()) || undefined;
    } catch {
      return undefined; // refused, or there is no such thing here: the panel takes the text
    }
  }

  /** What there is, if it may be read without asking anybody. */
  async readIfAllowed(): Promise<string | undefined> {
    return (await this.isAllowed()) ? this.read() : undefined;
  }

  private async isAllowed(): Promise<boolean> {
    try {
      // Chromium knows this permission; TypeScript's list of names, which is the standard's, does not.
      const name = 'clipboard-read' as PermissionName;
      return (await navigator.permissions.query({ name })).state === 'granted';
    } catch {
      return false; // a browser that does not know the permission asks each time
    }
  }
}
