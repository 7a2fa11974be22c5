import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../../config/app-config.js';
import { clientAddress, isTrusted, networkOf, plainAddress, proxyList } from './client-address.js';

/** The address a request or an upgrade comes from, by TRUSTED_PROXIES: what the audit trail names. */
@Injectable()
export class ClientAddresses {
  private readonly proxies: BlockList;
  private hasWarned = false;

  constructor(
    { server }: AppConfig,
    private readonly log: PinoLogger,
  ) {
    log.setContext(ClientAddresses.name);
    this.proxies = proxyList(server.trustedProxies);
  }

  of({ socket, headers }: IncomingMessage): string {
    const forwardedFor = headers['x-forwarded-for'];
    const text = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
    if (text !== undefined) this.warnOnceWhenIgnored(socket.remoteAddress);
    return clientAddress(socket.remoteAddress, text, this.proxies);
  }

  /** What limits and caps go by. */
  networkOf(request: IncomingMessage): string {
    return networkOf(this.of(request));
  }

  /** A forgotten TRUSTED_PROXIES counts all customers as one address; an operator must be able to see that. */
  private warnOnceWhenIgnored(peer: string | undefined): void {
    if (this.hasWarned || isTrusted(plainAddress(peer ?? '') ?? '', this.proxies)) return;
    this.hasWarned = true;
    this.log.warn({ peer }, 'forwarding headers ignored: the peer is not in TRUSTED_PROXIES');
  }
}
