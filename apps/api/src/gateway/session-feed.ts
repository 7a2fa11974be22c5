import type { EventSource, Subscription } from './subscription.js';

const PAGE = 200;

/**
 * New events of one session for all its sockets on this node: each event is read once, however many follow. `head` is
 * the last number that was read here.
 */
export class SessionFeed {
  private readonly subscriptions = new Set<Subscription>();
  private reading: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly sessionId: string,
    public head: number,
    private readonly source: EventSource,
  ) {}

  get size(): number {
    return this.subscriptions.size;
  }

  add(subscription: Subscription): void {
    this.subscriptions.add(subscription);
  }

  remove(subscription: Subscription): void {
    this.subscriptions.delete(subscription);
  }

  /** Reads what is new. Asked while it reads, it looks once more after. */
  async refresh(): Promise<void> {
    this.again = true;
    this.reading ??= this.readAll().finally(() => {
      this.reading = undefined;
    });
    await this.reading;
  }

  private async readAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      const events = await this.source.since(this.sessionId, this.head, PAGE);
      const last = events.at(-1);
      if (!last) continue;
      this.head = last.seq;
      for (const subscription of [...this.subscriptions]) subscription.deliver(events);
      if (events.length === PAGE) this.again = true;
    }
  }
}
