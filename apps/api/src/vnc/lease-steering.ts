import type { Controller, LeaseRecord } from '../sessions/control/control-lease.js';
import { isHeldBy } from '../sessions/control/control-lease.js';
import type { FollowedLease } from '../sessions/control/control-watch.js';
import type { Stance, Steering } from './policy/steering.js';

export interface LeaseSteeringOptions {
  viewer: Controller;
  /** Follows the session's lease; `onChange` is called for every new epoch. */
  follow: (onChange: (lease: LeaseRecord) => void) => FollowedLease;
  /** Takes the lease if it is free still; never rejects. */
  take: () => Promise<void>;
  /** Somebody else acts from now on, or nobody: what the viewer holds down must be let go. */
  onLost: () => void;
}

/**
 * One viewer's control of a desktop, by the session's lease. While nobody holds it, what a viewer does passes at once and
 * takes it at the same time: one who is alone notices nothing, and of two who begin at once one is stopped.
 */
export class LeaseSteering implements Steering {
  private readonly lease: FollowedLease;
  private claiming = false;

  constructor(private readonly options: LeaseSteeringOptions) {
    this.lease = options.follow((lease) => {
      if (!isHeldBy(lease, options.viewer)) options.onLost();
    });
  }

  /** Resolves once it is known who is in control: nothing may pass before. */
  get ready(): Promise<void> {
    return this.lease.ready;
  }

  stance(): Stance {
    const { current } = this.lease;
    if (!current) return 'other';
    if (isHeldBy(current, this.options.viewer)) return 'own';
    return current.present ? 'other' : 'free';
  }

  claim(): void {
    if (this.claiming) return;
    this.claiming = true;
    void this.options.take().finally(() => (this.claiming = false));
  }

  stop(): void {
    this.lease.stop();
  }
}
