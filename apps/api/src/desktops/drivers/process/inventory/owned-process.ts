import type { HostProcess } from './host-process.js';

/** A process and the desktop it is part of. */
export interface OwnedProcess extends HostProcess {
  desktopId: string;
}
