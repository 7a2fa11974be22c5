import { INSIDE } from './inside-paths.js';

/** The whole environment of everything in the desktop: nothing of the host's comes through. */
export const ENVIRONMENT: Record<string, string> = {
  PATH: '/usr/bin:/bin',
  HOME: INSIDE.home,
  LANG: 'C.UTF-8',
  XDG_RUNTIME_DIR: INSIDE.runtime,
  DISPLAY: ':0',
  XAUTHORITY: INSIDE.xauthority,
  // "no" keeps Chromium from complaining in every window that it was built without keys.
  GOOGLE_API_KEY: 'no',
  GOOGLE_DEFAULT_CLIENT_ID: 'no',
  GOOGLE_DEFAULT_CLIENT_SECRET: 'no',
};
