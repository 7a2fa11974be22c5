import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { CLOSE_CODES } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { Endings, type Ending } from '../signals/endings.js';
import { ConnectionCounts } from './connection-counts.js';
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
export class LiveConnections implements BeforeApplicationShutdown {
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

  hasRoomForAddress(address: string): boolean {
    return this.counts.of('address', address) < this.config.limits.socketsPerAddress;
  }

  hasRoomForAccount(accountId: string): boolean {
    return this.counts.of('account', accountId) < this.config.limits.socketsPerAccount;
  }

  hasRoomForViewer(sessionId: string): boolean {
    return this.counts.of('viewed session', sessionId) < this.config.limits.viewersPerDesktop;
  }

  /** Adds a connection. An ending that was told while it was being admitted is obeyed at once. */
  add(connection: LiveConnection): void {
    const { admission } = connection;
    this.open.set(admission.connectionId, connection);
    this.counts.add(connection);
    const missed = this.endings.alreadyTold([
      { kind: 'login', id: admission.loginId },
      { kind: 'account', id: admission.accountId },
      ...(admission.sessionId ? [{ kind: 'session' as const, id: admission.sessionId }] : []),
    ]);
    for (const ending of missed) this.obeyWith(connection, ending);
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

  /** From now on no socket is taken; those that are open are sent home. */
  async drain(): Promise<void> {
    this.draining = true;
    for (const connection of [...this.open.values()])
      connection.leave(Math.round(Math.random() * RETURN_SPREAD_MS));
    const cutAt = performance.now() + LEAVE_GRACE_MS;
    while (this.open.size > 0 && performance.now() < cutAt)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.drain();
  }

  private obey(ending: Ending): void {
    for (const connection of [...this.open.values()]) this.obeyWith(connection, ending);
  }

  private obeyWith(connection: LiveConnection, ending: Ending): void {
    const { accountId, loginId, sessionId } = connection.admission;
    if (ending.kind === 'session' && ending.id === sessionId) connection.endSession(ending);
    const signedOut =
      (ending.kind === 'login' && ending.id === loginId) ||
      (ending.kind === 'account' && ending.id === accountId);
    if (signedOut) connection.close(CLOSE_CODES.SIGN_IN_AGAIN, 'signed out');
  }
}
