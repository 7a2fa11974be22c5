import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { WebSocket, type WebSocketServer } from 'ws';
import { CLOSE_CODES, type CloseCode } from '#contracts';
import {
  ClientAddresses,
  ConnectionRefusals,
  ConnectionTokens,
  sitePolicy,
  type ConnectionPurpose,
  type RedeemRefusal,
  type SitePolicy,
} from '../auth/index.js';
import { AppConfig } from '../config/app-config.js';
import { LiveConnections } from './live-connections.js';
import { upgradesRefused } from './metrics.js';
import { PendingUpgrades } from './pending-upgrades.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import { SelfCheck } from './self-check.js';
import type { Admission, SocketEndpoint } from './socket-endpoint.js';
import { carriedBy, closeWith } from './socket-output.js';
import { UpgradeBudgets } from './upgrade-budgets.js';
import { decideUpgrade, type Candidate } from './upgrade-decision.js';

/** Node's own request deadlines end at the upgrade: one of ours for what is left to do. */
const UPGRADE_TIMEOUT_MS = 3_000;

const TRY_AGAIN = { status: 503, why: 'try again', headers: { 'Retry-After': '1' } };

export interface ServedEndpoint extends SocketEndpoint {
  server: WebSocketServer;
}

/** The first thing a client without a valid token hears on the events socket; the desktop socket only closes. */
const AUTH_REQUIRED = JSON.stringify({ type: 'ERROR', error: 'AUTH_REQUIRED', message: 'Sign in again.' });

type Verdict =
  | { kind: 'admitted'; admission: Admission }
  | { kind: 'refused'; status: number; why: string }
  | { kind: 'closed'; code: CloseCode; why: string };

/** The one owner of every HTTP upgrade: decides, redeems the token, and only then hands the socket to its gateway. */
@Injectable()
export class UpgradeOwner {
  private readonly endpoints: ServedEndpoint[] = [];
  private readonly pending = new PendingUpgrades();
  private readonly budgets: UpgradeBudgets;

  private readonly policy: SitePolicy;
  private readonly servesNobody: boolean;

  constructor(
    config: AppConfig,
    private readonly addresses: ClientAddresses,
    private readonly tokens: ConnectionTokens,
    private readonly refusals: ConnectionRefusals,
    private readonly connections: LiveConnections,
    private readonly selfCheck: SelfCheck,
    private readonly log: PinoLogger,
  ) {
    log.setContext(UpgradeOwner.name);
    this.policy = sitePolicy(config);
    this.servesNobody = config.server.role === 'worker';
    this.budgets = new UpgradeBudgets(config.limits);
  }

  serve(endpoint: ServedEndpoint): void {
    this.endpoints.push(endpoint);
  }

  /** Listener for a server's `upgrade` event. */
  readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy()); // a client that resets while it is being admitted
    this.upgrade(request, socket, head).catch((err: unknown) => {
      this.log.error({ err }, 'upgrade failed');
      this.refuse(socket, TRY_AGAIN);
    });
  };

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const decision = decideUpgrade(request, this.endpoints, this.policy);
    if (decision.kind === 'refuse') return this.refuse(socket, decision);
    if (this.pending.isFull() || !this.connections.isAccepting()) return this.refuse(socket, TRY_AGAIN);
    const network = this.addresses.networkOf(request);
    if (decision.token !== this.selfCheck.token) {
      if (!this.budgets.take(network)) return this.refuse(socket, tooMany('attempts from this address'));
      if (!this.connections.hasRoomForNetwork(network, this.pending.of(network)))
        return this.refuse(socket, tooMany('open connections from this address'));
    }

    this.pending.begin(network);
    const timer = setTimeout(() => this.refuse(socket, TRY_AGAIN), UPGRADE_TIMEOUT_MS);
    try {
      const verdict = await this.judge(decision, network);
      if (!socket.writable) return; // it left, or the deadline has answered it
      if (verdict.kind === 'refused') return this.refuse(socket, verdict);
      // no await from here to where it is counted: many are admitted in the same turn
      const full = verdict.kind === 'admitted' && this.connections.whatIsFull(verdict.admission);
      if (full) return this.refuse(socket, tooMany(`open connections ${full}`));
      this.handOver(request, socket, head, decision, verdict);
    } finally {
      clearTimeout(timer);
      this.pending.end(network);
    }
  }

  private async judge(
    { endpoint, sessionId, token }: Candidate<ServedEndpoint>,
    network: string,
  ): Promise<Verdict> {
    if (token === this.selfCheck.token) {
      return { kind: 'closed', code: CLOSE_CODES.NORMAL, why: 'self check' };
    }
    if (this.servesNobody) return { kind: 'refused', status: 404, why: 'this process serves no sockets' };
    if (token === undefined) return this.unauthenticated(network, endpoint.purpose, 'missing');
    const redeemed = await this.tokens.redeem(token, endpoint.purpose);
    if (redeemed.kind === 'refused') return this.unauthenticated(network, endpoint.purpose, redeemed.why);
    const { grant } = redeemed;
    if (sessionId !== undefined && grant.sessionId !== sessionId) {
      return { kind: 'closed', code: CLOSE_CODES.NO_SUCH_SESSION, why: 'no such session' };
    }
    return { kind: 'admitted', admission: { connectionId: randomUUID(), network, ...grant } };
  }

  private unauthenticated(
    network: string,
    purpose: ConnectionPurpose,
    why: RedeemRefusal | 'missing',
  ): Verdict {
    this.refusals.count(network, purpose, why);
    return { kind: 'closed', code: CLOSE_CODES.SIGN_IN_AGAIN, why: 'sign in again' };
  }

  /** A browser cannot read an HTTP status: who is not let in completes the handshake and is closed with a code. */
  private handOver(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { endpoint }: Candidate<ServedEndpoint>,
    verdict: Exclude<Verdict, { kind: 'refused' }>,
  ): void {
    (socket as Socket).setNoDelay(true);
    endpoint.server.handleUpgrade(request, socket, head, (client: WebSocket) => {
      carriedBy(client, socket);
      if (verdict.kind === 'admitted') {
        endpoint.server.emit('connection', client, verdict.admission);
        return;
      }
      client.on('error', () => client.terminate());
      if (endpoint.purpose === 'events' && verdict.code === CLOSE_CODES.SIGN_IN_AGAIN)
        client.send(AUTH_REQUIRED);
      closeWith(client, verdict.code, verdict.why);
    });
  }

  private refuse(
    socket: Duplex,
    refusal: { status: number; why: string; headers?: Record<string, string> },
  ): void {
    upgradesRefused.inc({ status: refusal.status });
    this.log.info({ status: refusal.status, why: refusal.why }, 'upgrade refused');
    refuseUpgrade(socket, refusal);
  }
}

function tooMany(what: string) {
  return { status: 429, why: `too many ${what}`, headers: { 'Retry-After': '5' } };
}
