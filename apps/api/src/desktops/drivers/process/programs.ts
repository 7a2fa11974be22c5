import { existsSync } from 'node:fs';

/** What a desktop is made of, and the Debian package that brings it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  '/usr/lib/chromium/chromium': 'chromium',
  '/usr/bin/Xtigervnc': 'tigervnc-standalone-server',
  '/usr/bin/openbox': 'openbox',
  '/usr/bin/bwrap': 'bubblewrap',
};

/** What sound needs besides; a desktop does without. */
const SOUND_PROGRAMS = ['/usr/bin/pulseaudio', '/usr/bin/parec'];

export function canPlaySound(exists: (file: string) => boolean = existsSync): boolean {
  return SOUND_PROGRAMS.every(exists);
}

/** What is missing and the line that mends it, or null. */
export function missingPrograms(exists: (file: string) => boolean = existsSync): string | null {
  const missing = Object.entries(PROGRAMS).filter(([file]) => !exists(file));
  if (missing.length === 0) return null;
  const files = missing.map(([file]) => file).join(', ');
  return `not there: ${files}. On Debian: apt-get install ${missing.map(([, name]) => name).join(' ')}`;
}
