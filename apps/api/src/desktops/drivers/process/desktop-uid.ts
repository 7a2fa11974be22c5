import { readdirSync } from 'node:fs';
import { uidOf } from './supervisor/process-identity.js';

/** Between what systems hand out to people and services and where container ranges begin: nobody has these. */
const FIRST_UID = 300_000;
const UIDS = 200_000;

/**
 * The uid a desktop runs as. Root gives each desktop one of its own, so that no desktop can signal, trace or read
 * another even if it left its namespaces; anybody else can only use their own.
 */
export function desktopUid(desktopId: string, own = process.getuid?.() ?? 0): number {
  return own === 0 ? freeUid(desktopId, uidsInUse()) : own;
}

/** Whether somebody with that uid can be a desktop of this process. */
export function isDesktopUid(uid: number | null, own = process.getuid?.() ?? 0): boolean {
  if (uid === null) return false;
  return own === 0 ? uid >= FIRST_UID && uid < FIRST_UID + UIDS : uid === own;
}

/** The id decides where to look, so that two instances hardly ever look in the same place. */
export function freeUid(desktopId: string, inUse: ReadonlySet<number>): number {
  const start = Number.parseInt(desktopId.slice(0, 8), 16) % UIDS;
  for (let step = 0; step < UIDS; step += 1) {
    const uid = FIRST_UID + ((start + step) % UIDS);
    if (!inUse.has(uid)) return uid;
  }
  throw new Error('every uid of the desktops is in use');
}

function uidsInUse(): Set<number> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Set(pids.map((pid) => uidOf(Number(pid)) ?? 0));
}
