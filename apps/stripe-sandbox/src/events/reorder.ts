/** How long attempts are gathered before they go out backwards. */
const GATHER_MS = 400;

/** Lets gathered work go one after the other, the last to come first. */
export class BackwardsQueue {
  private waiting: (() => Promise<void>)[] = [];

  /** Resolves when `work` has run, which is after everything that was put in later in the same moment. */
  add(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setTimeout(() => void this.release(), GATHER_MS);
      this.waiting.push(() => work().then(resolve, reject));
    });
  }

  private async release(): Promise<void> {
    const batch = this.waiting.reverse();
    this.waiting = [];
    for (const work of batch) await work();
  }
}
