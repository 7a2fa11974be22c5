import { DesktopPolicy } from '#contracts';
import { open } from './access.js';
import { type Read, read } from './read.js';

/** What passes between desktops and their viewers here. Call in an injection context. */
export function readDesktopPolicy(): Read<DesktopPolicy> {
  return read(() => ({ url: '/api/desktop-policy', context: open() }), DesktopPolicy);
}
