/**
 * The one clock that decides anything: the database's. Wall clocks of nodes are never compared with times of the
 * database (a node may be hours off). Real: `DatabaseClock`; in tests: `FakeClock`.
 */
export abstract class Clock {
  /** The database's time now, to about a millisecond. */
  abstract now(): Date;

  /** Milliseconds on this process's monotonic clock: for durations, never stepped. */
  abstract monotonicMs(): number;

  /** The database's time as the wire writes it. */
  timestamp(): string {
    return this.now().toISOString();
  }
}
