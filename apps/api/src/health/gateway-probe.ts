import type { AddressInfo, Server } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocket } from 'ws';
import { CLOSE_CODES, EVENTS_PATH, EVENTS_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { SelfCheck } from '../gateway/self-check.js';

/** Opens a socket to this very process, the way a browser does: through the listener, the upgrade and its decisions. */
@Injectable()
export class GatewayProbe {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly config: AppConfig,
    private readonly selfCheck: SelfCheck,
  ) {}

  async look(signal: AbortSignal): Promise<{ roundTripMs: number }> {
    const startedMs = performance.now();
    const code = await this.closeCode(signal);
    if (code !== CLOSE_CODES.NORMAL) throw new Error(`the gateway closed its own check with ${code}`);
    return { roundTripMs: Math.round(performance.now() - startedMs) };
  }

  private closeCode(signal: AbortSignal): Promise<number> {
    const server = this.adapter.httpAdapter.getHttpServer() as Server;
    const { port, family, address } = server.address() as AddressInfo;
    const everywhere = address === '0.0.0.0' || address === '::';
    const host = everywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
    const { publicUrl } = this.config.server;
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(
        `ws://${host}:${port}${EVENTS_PATH}`,
        [EVENTS_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + this.selfCheck.token],
        { origin: publicUrl, headers: { Host: new URL(publicUrl).host } },
      );
      signal.addEventListener('abort', () => socket.terminate(), { once: true });
      socket.once('close', resolve);
      socket.once('error', reject);
    });
  }
}
