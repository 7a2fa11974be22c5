import { readdirSync, readlinkSync } from 'node:fs';
import { procFile } from './processes.js';

/** TCP ports of this host that a process listens on: its sockets, looked up in the host's table by inode. */
export function portsOf(pid: number): string[] {
  const LISTEN = '0A';
  const sockets = readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  return (['net/tcp', 'net/tcp6'] as const)
    .flatMap((name) => procFile(process.pid, name).trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN && sockets.includes(`socket:[${fields[9]}]`))
    .map((fields) => String(fields[1]));
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed since it was listed
  }
}
