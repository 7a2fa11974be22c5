import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { CLOSE_CODES } from '#contracts';
import type { ConnectionRequest } from '../auth/index.js';
import { AppConfig } from '../config/app-config.js';
import { Endings, type Ending } from '../signals/endings.js';
import { ConnectionCounts, OF_SESSION } from './connection-counts.js';
import type { LiveConnection } from './live-connection.js';

/** A node that could not read the endings for so long no longer knows who may be served (R9). */
const MAX_UNCONFIRMED_MS = 15_000;
const CONFIRM_EVERY_MS = 1_000;
/** Clients come back after a restart spread over this time. */
const RETURN_SPREAD_MS = 5_000;
/** After a close frame a peer has this long to answer before its socket is cut. */
const LEAVE_GRACE_MS = 1_000;

/** Every socket of this node: what caps count, what endings close, what a restart sends home. */
@Injectable()
export class LiveConnections {
  private readonly open = new Map<string, LiveConnection>();
  private readonly counts = new ConnectionCounts();
  private draining = false;

  constructor(
    private readonly config: AppConfig,
    private readonly endings: Endings,
    private readonly log: PinoLogger,
  ) {
    log.setContext(LiveConnections.name);
    endings.onEnding((ending) => this.obey(ending));
  }

  /** False while draining, and while this node cannot know what has ended: no socket is taken then. */
  isAccepting(): boolean {
    return !this.draining && this.endings.unconfirmedMs() < MAX_UNCONFIRMED_MS;
  }

  /** @param pending sockets of that network that are being admitted */
  hasRoomForNetwork(network: string, pending: number): boolean {
    return this.counts.of('network', network) + pending < this.config.limits.socketsPerAddress;
  }

  /**
   * Where there is no room for one more such socket, in words that end "too many open connections …". A session is one
   * account's: all who follow it together, admins too, may hold what an account may. Guests leave the last place on a
   * desktop free, so that a link that went round shuts nobody out of their own.
   */
  whatIsFull(wanted: ConnectionRequest): string | undefined {
    const { socketsPerAccount, viewersPerDesktop } = this.config.limits;
    const { accountId, purpose, sessionId = '' } = wanted;
    const isGuest = 'shareId' in wanted;
    if (!isGuest && this.counts.of('account', accountId) >= socketsPerAccount) return 'of this account';
    const onThis = this.counts.of(OF_SESSION[purpose], sessionId);
    if (purpose === 'events') return onThis < socketsPerAccount ? undefined : 'on this session';
    const places = isGuest ? viewersPerDesktop - 1 : viewersPerDesktop;
    return onThis < places ? undefined : 'on this desktop';
  }

  /** Adds a connection. An ending or a restart that was told while it was being admitted is obeyed at once. */
  add(connection: LiveConnection): void {
    const { admission } = connection;
    this.open.set(admission.connectionId, connection);
    this.counts.add(connection);
    const missed = this.endings.alreadyTold([
      'shareId' in admission
        ? { kind: 'share', id: admission.shareId }
        : { kind: 'login', id: admission.loginId },
      { kind: 'account', id: admission.accountId },
      ...(admission.sessionId ? [{ kind: 'session' as const, id: admission.sessionId }] : []),
    ]);
    for (const ending of missed) this.obeyWith(connection, ending);
    if (this.draining) connection.leave(returnAfterMs());
  }

  remove(connection: LiveConnection): void {
    if (this.open.delete(connection.admission.connectionId)) this.counts.remove(connection);
  }

  total(kind: LiveConnection['kind']): number {
    return this.counts.of('kind', kind);
  }

  @Interval(CONFIRM_EVERY_MS)
  closeWhenUnconfirmed(): void {
    if (this.endings.unconfirmedMs() < MAX_UNCONFIRMED_MS || this.open.size === 0) return;
    this.log.error({ sockets: this.open.size }, 'state cannot be confirmed, sockets closed');
    for (const connection of [...this.open.values()])
      connection.close(CLOSE_CODES.CANNOT_CONFIRM, 'state cannot be confirmed');
  }

  /** From now on no socket is taken, and this node is not ready. */
  stopAccepting(): void {
    this.draining = true;
  }

  /** Says goodbye to all, each with its own time to come back; resolves when they are gone or had time to go. */
  async sendHome(): Promise<void> {
    for (const connection of [...this.open.values()]) connection.leave(returnAfterMs());
    const cutAt = performance.now() + LEAVE_GRACE_MS;
    while (this.open.size > 0 && performance.now() < cutAt)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  private obey(ending: Ending): void {
    for (const connection of [...this.open.values()]) this.obeyWith(connection, ending);
  }

  private obeyWith(connection: LiveConnection, ending: Ending): void {
    const { admission } = connection;
    const { accountId, sessionId } = admission;
    const { loginId, shareId } = { loginId: undefined, shareId: undefined, ...admission };
    if (ending.kind === 'session' && ending.id === sessionId) connection.endSession(ending);
    else if (ending.kind === 'session') connection.loseSession?.(ending.id);
    if (ending.kind === 'share' && ending.id === shareId)
      connection.close(CLOSE_CODES.NOT_ALLOWED, 'link revoked');
    const signedOut =
      (ending.kind === 'login' && ending.id === loginId) ||
      (ending.kind === 'account' && ending.id === accountId);
    if (signedOut) connection.close(CLOSE_CODES.SIGN_IN_AGAIN, 'signed out');
  }
}

function returnAfterMs(): number {
  return Math.round(Math.random() * RETURN_SPREAD_MS);
}
