import path from 'node:path';
import { SOCKETS } from './init/inside-paths.js';

export type DesktopFolder = ReturnType<typeof desktopFolder>;

/**
 * One folder a desktop, 0700, owned by the uid the desktop runs as. Only `sockets/` is seen inside the sandbox, so
 * that nothing in there can forge what the other files say.
 */
export function desktopFolder(folder: string) {
  const sockets = path.join(folder, 'sockets');
  return {
    path: folder,
    spec: path.join(folder, 'desktop.json'),
    processes: path.join(folder, 'processes.json'),
    log: path.join(folder, 'log'),
    control: path.join(folder, 'control.sock'),
    policies: path.join(folder, 'policies.json'),
    openbox: path.join(folder, 'openbox.xml'),
    sockets,
    rfb: path.join(sockets, SOCKETS.rfb),
    cdp: path.join(sockets, SOCKETS.cdp),
    egress: path.join(sockets, SOCKETS.egress),
  };
}
