import path from 'node:path';
import { GIVEN, SOCKETS } from './init/inside-paths.js';

/** Beside the shared folder, not in it: what comes out of it is the supervisor's. */
export const SOUND_SOCKET = 'sound.sock';

export type DesktopFolder = ReturnType<typeof desktopFolder>;

/**
 * One folder a desktop, 0700, owned by the uid the desktop runs as. Only `sockets/` is seen inside the sandbox, so
 * that nothing in there can forge what the other files say; what lies in `given/` is shown there read-only.
 */
export function desktopFolder(folder: string) {
  const sockets = path.join(folder, 'sockets');
  const given = path.join(folder, 'given');
  return {
    path: folder,
    spec: path.join(folder, 'desktop.json'),
    processes: path.join(folder, 'processes.json'),
    log: path.join(folder, 'log'),
    doorKey: path.join(folder, 'door.key'),
    control: path.join(folder, 'control.sock'),
    sound: path.join(folder, SOUND_SOCKET),
    given,
    policies: path.join(given, GIVEN.policies),
    openbox: path.join(given, GIVEN.openbox),
    sockets,
    rfb: path.join(sockets, SOCKETS.rfb),
    cdp: path.join(sockets, SOCKETS.cdp),
    egress: path.join(sockets, SOCKETS.egress),
    files: path.join(sockets, SOCKETS.files),
    pcm: path.join(sockets, SOCKETS.pcm),
    init: path.join(sockets, SOCKETS.init),
  };
}
