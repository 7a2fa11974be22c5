import { once, EventEmitter } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

/** Requests over HTTP that were taken and are not answered yet. */
@Injectable()
export class RequestsInHand {
  private count = 0;
  private readonly rest = new EventEmitter();

  watch(server: Server): void {
    server.on('request', (_request, response: ServerResponse) => {
      this.count += 1;
      response.once('close', () => {
        this.count -= 1;
        if (this.count === 0) this.rest.emit('none');
      });
    });
  }

  /** Resolves at the first moment at which there is none. */
  async settled(): Promise<void> {
    if (this.count > 0) await once(this.rest, 'none');
  }
}
