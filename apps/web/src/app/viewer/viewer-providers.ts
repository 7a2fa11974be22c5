import type { Provider } from '@angular/core';
import { DesktopClipboard } from './desktop-clipboard.js';
import { DesktopLink } from './desktop-link.js';
import { DesktopSound } from './desktop-sound.js';
import { DesktopWriter } from './desktop-writer.js';
import { PictureLine } from './picture-line.js';

/** What the owner of an `oda-desktop-view` provides for it: one desktop's connection and what hangs on it. */
export const VIEWER_PROVIDERS: Provider[] = [
  DesktopLink,
  PictureLine,
  DesktopClipboard,
  DesktopSound,
  DesktopWriter,
];
