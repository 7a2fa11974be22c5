import { rmSync } from 'node:fs';
import { INSIDE } from './inside-paths.js';
import { keepRunning } from './keep-running.js';
import { chromium, type Geometry } from './programs.js';

interface Browser {
  geometry: Geometry;
  startUrl: string;
  restarted(exit: string): void;
  gaveUp(): void;
}

/** Runs Chromium for as long as the desktop lives, each time with the same profile. */
export function keepBrowserRunning({ geometry, startUrl, restarted, gaveUp }: Browser): void {
  keepRunning({
    program: (crashed) => {
      removeProfileLock();
      return chromium(geometry, crashed ? 'restore' : { open: startUrl });
    },
    restarted,
    gaveUp,
  });
}

/** A browser that was killed leaves its lock; no second browser runs here that could own it. */
function removeProfileLock(): void {
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) {
    rmSync(`${INSIDE.profile}/${name}`, { force: true });
  }
}
