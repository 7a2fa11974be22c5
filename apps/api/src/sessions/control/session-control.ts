import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SessionEventData } from '#contracts';
import { AppError } from '../../kernel/app-error.js';
import { SignalBus } from '../../signals/signal-bus.js';
import { EventLog } from '../event-log.js';
import { freeLease, type Controller, type LeaseRecord } from './control-lease.js';
import {
  ASK,
  GIVE,
  READ_LEASES,
  RELEASE,
  TAKE,
  TAKE_IF_FREE,
  TAKE_REQUEST_BACK,
} from './lease-statements.js';

type How = SessionEventData<'control.changed'>['how'];

/**
 * Who may act on a session's desktop: one lease with an epoch, held by a window or by the agent. Every change is one
 * guarded statement, with its event in the same transaction, and a hint after it. Those who relay input follow the lease
 * with `ControlWatch`.
 */
@Injectable()
export class SessionControl {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly bus: SignalBus,
  ) {}

  async read(sessionId: string): Promise<LeaseRecord> {
    return (await this.readAll([sessionId])).get(sessionId) ?? freeLease(sessionId);
  }

  /** The leases of those sessions that have one. */
  async readAll(sessionIds: readonly string[]): Promise<Map<string, LeaseRecord>> {
    const rows = await this.dataSource.query<LeaseRecord[]>(READ_LEASES, [sessionIds]);
    return new Map(rows.map((row) => [row.sessionId, row]));
  }

  /** Whoever holds it. @throws AppError SESSION_ENDED */
  async take(sessionId: string, by: Controller): Promise<LeaseRecord> {
    return this.change(sessionId, 'take', TAKE, [by.kind, by.id]);
  }

  /** What the first input of a person does: takes what nobody who is there holds. @throws AppError SESSION_ENDED */
  async takeIfFree(sessionId: string, by: Controller): Promise<LeaseRecord> {
    return this.change(sessionId, 'input', TAKE_IF_FREE, [by.kind, by.id]);
  }

  /** Asks the holder; takes it at once where nobody is there to be asked. @throws AppError SESSION_ENDED */
  async request(sessionId: string, by: Controller): Promise<LeaseRecord> {
    const lease = await this.change(sessionId, 'request', TAKE_IF_FREE, [by.kind, by.id]);
    const asked = await this.dataSource.transaction(async (manager) => {
      const row = await one(manager, ASK, [sessionId, by.kind, by.id]);
      const requester = { requesterKind: by.kind, requester: by.id };
      if (row) await this.events.append(manager, sessionId, 'control.requested', requester);
      return row;
    });
    if (asked) this.events.announce(sessionId);
    return asked ?? lease;
  }

  /** To `to`, else to who asked, else to nobody. @throws AppError NOT_IN_CONTROL unless `by` holds it */
  async give(sessionId: string, by: Controller, to?: Controller): Promise<LeaseRecord> {
    const given = [by.kind, by.id, to?.kind, to?.id];
    const lease = await this.changeIfHeld(sessionId, 'give', GIVE, given);
    if (!lease) throw new AppError('NOT_IN_CONTROL', { detail: 'Only who is in control can give it.' });
    return lease;
  }

  /** Lets go, or takes a request back; who has neither changes nothing. */
  async release(sessionId: string, by: Controller): Promise<LeaseRecord> {
    const released = await this.changeIfHeld(sessionId, 'release', RELEASE, [by.kind, by.id]);
    if (released) return released;
    await this.dataSource.query(TAKE_REQUEST_BACK, [sessionId, by.kind, by.id]);
    return this.read(sessionId);
  }

  private async change(sessionId: string, how: How, statement: string, who: string[]): Promise<LeaseRecord> {
    return (await this.changeIfHeld(sessionId, how, statement, who)) ?? this.read(sessionId);
  }

  private async changeIfHeld(
    sessionId: string,
    how: How,
    statement: string,
    who: (string | undefined)[],
  ): Promise<LeaseRecord | undefined> {
    const changed = await this.dataSource.transaction(async (manager) => {
      const lease = await one(manager, statement, [sessionId, ...who]);
      if (!lease) return undefined;
      const { holderKind, holder, epoch, since } = lease;
      const seq = await this.events.append(manager, sessionId, 'control.changed', {
        holderKind,
        holder,
        epoch,
        since: since?.toISOString() ?? null,
        how,
      });
      if (seq === undefined) throw new AppError('SESSION_ENDED');
      return lease;
    });
    if (!changed) return undefined;
    this.bus.publish('control-changed', sessionId);
    this.events.announce(sessionId);
    return changed;
  }
}

async function one(
  manager: EntityManager,
  statement: string,
  values: unknown[],
): Promise<LeaseRecord | undefined> {
  const answer = await manager.query<[LeaseRecord[], number] | LeaseRecord[]>(statement, values);
  const [first] = answer;
  return Array.isArray(first) ? first[0] : first;
}
