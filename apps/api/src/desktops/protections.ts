import type { WEAKENABLE } from '../config/desktops.area.js';

/** What stands between a desktop and everything else. Without one of the first kind no desktop starts at all. */
export type ProtectionName =
  | 'programs'
  | 'namespaces'
  | 'private-x-server'
  | 'bounded-files'
  | 'egress-gate'
  | 'browser-sandbox'
  | 'browser-policies'
  | (typeof WEAKENABLE)[number];

export interface Protection {
  name: ProtectionName;
  inForce: boolean;
  /** What makes it, or why it is missing and what mends that. */
  how: string;
}

/** Those missing that nobody said may be. */
export function unallowed(protections: readonly Protection[], allowed: readonly string[]): Protection[] {
  return protections.filter(({ name, inForce }) => !inForce && !allowed.includes(name));
}
