import { Injectable } from '@nestjs/common';

/** What this host, or the container this process is in, could still give to desktops. */
@Injectable()
export class HostMemory {
  availableBytes(): number {
    return process.availableMemory();
  }
}
