import os from 'node:os';
import { Injectable } from '@nestjs/common';

/** What this host, or the container this process is in, could still give to desktops. */
@Injectable()
export class HostMemory {
  availableBytes(): number {
    return process.availableMemory();
  }
}

/** All the memory of this host, or of the container this process is in. */
export function totalMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}
