import { Injectable } from '@nestjs/common';
import { Desktops } from '../desktops/desktops.js';

/** A whole RFB handshake with a display of this host, whether a desktop runs or not. */
@Injectable()
export class VncProbe {
  constructor(private readonly desktops: Desktops) {}

  /** @throws when the display that was asked does not complete the handshake */
  async look(): Promise<{ handshakeMs: number } | { idle: true }> {
    const canary = await this.desktops.canary();
    return canary ? { handshakeMs: Math.round(canary.tookMs) } : { idle: true };
  }
}
