import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { SignalBus } from '../../signals/signal-bus.js';
import { freeLease, type LeaseRecord } from './control-lease.js';
import { SessionControl } from './session-control.js';

const SWEEP_MS = 1_000;

type OnChange = (lease: LeaseRecord) => void;

/** A lease as this node knows it, to be looked at for every key: a property, not a question to the database. */
export interface FollowedLease {
  /** Resolves once `current` is known; rejects when the database cannot be asked. */
  readonly ready: Promise<void>;
  readonly current: LeaseRecord | undefined;
  stop(): void;
}

interface Watched {
  lease: LeaseRecord | undefined;
  /** Number of the read the lease came from: a slow read never replaces what a later one found. */
  read: number;
  readonly followers: Set<OnChange>;
}

/**
 * The leases that this node relays input under, kept in memory: read anew at every hint, and once a second for the hints
 * that were lost. A lease that was changed by this very node is learned before its answer goes out.
 */
@Injectable()
export class ControlWatch {
  private readonly watched = new Map<string, Watched>();
  private reads = 0;

  constructor(
    private readonly control: SessionControl,
    bus: SignalBus,
    private readonly log: PinoLogger,
  ) {
    log.setContext(ControlWatch.name);
    bus.subscribe('control-changed', (sessionId) => {
      if (this.watched.has(sessionId)) void this.tryRefresh([sessionId]);
    });
  }

  /** @param onChange called for every new epoch after `ready` */
  follow(sessionId: string, onChange: OnChange): FollowedLease {
    const watched = this.watched.get(sessionId) ?? { lease: undefined, read: 0, followers: new Set() };
    this.watched.set(sessionId, watched);
    watched.followers.add(onChange);
    return {
      ready: this.refresh([sessionId]),
      get current() {
        return watched.lease;
      },
      stop: () => {
        watched.followers.delete(onChange);
        if (watched.followers.size === 0) this.watched.delete(sessionId);
      },
    };
  }

  learn(lease: LeaseRecord, read = (this.reads += 1)): void {
    const watched = this.watched.get(lease.sessionId);
    if (!watched) return;
    const { lease: before } = watched;
    if (before && (lease.epoch < before.epoch || (lease.epoch === before.epoch && read < watched.read)))
      return;
    watched.lease = lease;
    watched.read = read;
    if (before && lease.epoch > before.epoch) for (const onChange of watched.followers) onChange(lease);
  }

  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    if (this.watched.size > 0) await this.tryRefresh([...this.watched.keys()]);
  }

  private async tryRefresh(sessionIds: readonly string[]): Promise<void> {
    await this.refresh(sessionIds).catch((err: unknown) => this.log.warn({ err }, 'control not read'));
  }

  private async refresh(sessionIds: readonly string[]): Promise<void> {
    const read = (this.reads += 1);
    const leases = await this.control.readAll(sessionIds);
    for (const id of sessionIds) this.learn(leases.get(id) ?? freeLease(id), read);
  }
}
