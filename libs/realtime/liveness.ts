import type { Cancel, Time } from './time.js';

/** A quiet peer is asked after this long, has this long to answer: a dead network is found within 20 s. */
export const ASK_AFTER_MS = 15_000;
export const ANSWER_WITHIN_MS = 5_000;
/** An answer that takes this long is worth telling a person about. */
export const SUSPECT_AFTER_MS = 2_000;
/** A timer this late was throttled or slept through: what it found out proves nothing about the network. */
export const LATE_BY_MS = 1_000;

export interface LivenessReport {
  /** Ask the peer something that it must answer. */
  probe(): void;
  /** The peer owes an answer for too long. Followed by `steady` or `dead`. */
  suspect(): void;
  steady(): void;
  /** No answer. Nothing is reported after it. */
  dead(): void;
}

/**
 * Finds out whether an open connection still leads anywhere. Whatever the peer sends is a sign of life, so that an
 * answer stuck behind a long replay or a large picture condemns nobody.
 *
 * A background tab's timers run once a minute and a sleeping laptop's not at all. Then the answer may be waiting
 * unread when its deadline fires; so a deadline that fires late is granted once more before it counts.
 */
export class Liveness {
  private lastHeardAt: number;
  private askedAt: number | null = null;
  private suspected = false;
  private isGranted = false;
  private cancelTimer: Cancel;

  constructor(
    private readonly time: Time,
    private readonly report: LivenessReport,
  ) {
    this.lastHeardAt = time.now();
    this.cancelTimer = this.awaitQuiet(ASK_AFTER_MS);
  }

  /** The last sign of life. */
  get aliveAt(): number {
    return this.lastHeardAt;
  }

  /** Call it for every message: costs nothing while no answer is owed. */
  heard(): void {
    this.lastHeardAt = this.time.now();
    if (this.askedAt === null) return;
    this.askedAt = null;
    this.isGranted = false;
    this.rearm(this.awaitQuiet(ASK_AFTER_MS));
    if (!this.suspected) return;
    this.suspected = false;
    this.report.steady();
  }

  /** Asks now, unless an answer is due anyway. */
  check(): void {
    if (this.askedAt === null) this.ask();
  }

  /** Asks now and reports the connection as suspect until the answer is there. */
  doubt(): void {
    this.check();
    this.suspect();
  }

  stop(): void {
    this.cancelTimer();
  }

  private awaitQuiet(delayMs: number): Cancel {
    return this.time.after(delayMs, () => {
      const quietForMs = this.time.now() - this.lastHeardAt;
      if (quietForMs >= ASK_AFTER_MS) this.ask();
      // Not below zero, not above the interval: the wall clock may have been set back meanwhile.
      else this.rearm(this.awaitQuiet(Math.min(ASK_AFTER_MS, ASK_AFTER_MS - quietForMs)));
    });
  }

  private ask(): void {
    this.askedAt = this.time.now();
    this.rearm(this.time.after(SUSPECT_AFTER_MS, () => this.overdue()));
    this.report.probe();
  }

  private overdue(): void {
    if (this.isExcused(SUSPECT_AFTER_MS)) return;
    this.rearm(this.time.after(ANSWER_WITHIN_MS - SUSPECT_AFTER_MS, () => this.expired()));
    this.suspect();
  }

  private suspect(): void {
    if (this.suspected) return;
    this.suspected = true;
    this.report.suspect();
  }

  private expired(): void {
    if (!this.isExcused(ANSWER_WITHIN_MS)) this.report.dead();
  }

  /** True when the running timer slept and the peer has been asked once more instead. */
  private isExcused(dueAfterMs: number): boolean {
    const lateByMs = this.askedAt === null ? 0 : this.time.now() - this.askedAt - dueAfterMs;
    if (this.isGranted || lateByMs < LATE_BY_MS) return false;
    this.isGranted = true;
    this.ask();
    return true;
  }

  private rearm(cancel: Cancel): void {
    this.cancelTimer();
    this.cancelTimer = cancel;
  }
}
