import { mkdirSync, writeFileSync } from 'node:fs';
import { INSIDE } from './inside-paths.js';

/** A minimised browser would leave a bare desktop: windows can be closed (the browser comes back), not put away. */
const WINDOW_BUTTONS = '[Settings]\ngtk-decoration-layout=:close\n';

/** Lays out the empty home before anything uses it. */
export function prepareHome(): void {
  const gtk = `${INSIDE.home}/.config/gtk-3.0`;
  mkdirSync(gtk, { recursive: true });
  writeFileSync(`${gtk}/settings.ini`, WINDOW_BUTTONS);
  mkdirSync(INSIDE.downloads);
  // Chromium restores no tabs of a profile without this file, which it writes itself only after some ten seconds
  mkdirSync(`${INSIDE.profile}/Default`, { recursive: true });
  writeFileSync(`${INSIDE.profile}/Default/Preferences`, '{}');
}
