import type { Holder } from '../signals/holder.js';
import type { Holders } from '../signals/holders.js';

/** A socket as one of the things that must be gone when its session ends: registered once, then acknowledged once. */
export class SocketHold {
  /** False when the session had ended before. */
  readonly registered: Promise<boolean>;
  private released: Promise<void> | undefined;

  constructor(
    private readonly holders: Holders,
    private readonly holder: Holder,
  ) {
    this.registered = holders.register(holder);
  }

  /**
   * The socket passes nothing any more. What is not registered yet cannot be acknowledged, so that is waited for; what failed
   * to register may be written all the same, its answer alone being lost.
   */
  release(): Promise<void> {
    this.released ??= this.registered
      .catch(() => true)
      .then((mayBeThere) => (mayBeThere ? this.holders.acknowledge(this.holder) : undefined));
    return this.released;
  }
}
