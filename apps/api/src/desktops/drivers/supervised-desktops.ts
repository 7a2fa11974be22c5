import type { EgressDenials, EgressSums, EgressUse } from '../desktop-driver.js';
import type { ControlLink } from './process/control-link.js';

const ANSWER_WITHIN_MS = 3_000;
/** A desktop is about to end, and a receipt waits for that. */
const LAST_WORDS_WITHIN_MS = 300;

interface Told {
  gone(desktopId: string): void;
  denied(desktopId: string, denials: EgressDenials[]): void;
  egress(desktopId: string, use: EgressUse, sums?: EgressSums): void;
  crashed(desktopId: string, times: number): void;
}

/** The desktops whose supervisors this process is connected to, however it reached them. */
export class SupervisedDesktops {
  private readonly links = new Map<string, ControlLink>();

  constructor(private readonly told: Told) {}

  /** From here on the closing of the link is news. */
  hold(desktopId: string, link: ControlLink): void {
    this.links.set(desktopId, link);
    this.hear(desktopId, link);
    link.onClosed = () => {
      if (this.links.get(desktopId) !== link) return; // it was let go
      this.links.delete(desktopId);
      this.told.gone(desktopId);
    };
  }

  /** Passes on what is said there, also over a connection that is not held. */
  hear(desktopId: string, link: ControlLink): void {
    link.onDenied = (denials) => this.told.denied(desktopId, denials);
    link.onEgress = (use, sums) => this.told.egress(desktopId, use, sums);
    link.onCrashed = (times) => this.told.crashed(desktopId, times);
  }

  has(desktopId: string): boolean {
    return this.links.has(desktopId);
  }

  /** @throws Error when the desktop is not there, or does not answer */
  async bind(desktopId: string, sessionId: string, remainingMs: number): Promise<void> {
    const link = this.links.get(desktopId);
    if (link === undefined) throw new Error('the desktop is not there');
    link.send({ type: 'bind', sessionId, remainingMs });
    await link.until((status) => status.sessionId === sessionId, ANSWER_WITHIN_MS);
  }

  pace(desktopId: string, framesPerSecond: number): void {
    this.links.get(desktopId)?.send({ type: 'pace', framesPerSecond });
  }

  /** Has told what was not told yet. */
  async hearOut(desktopId: string): Promise<void> {
    await this.links.get(desktopId)?.refresh(LAST_WORDS_WITHIN_MS);
  }

  letGo(desktopId: string): void {
    const link = this.links.get(desktopId);
    this.links.delete(desktopId);
    link?.close();
  }

  letGoOfAll(): void {
    for (const desktopId of [...this.links.keys()]) this.letGo(desktopId);
  }
}
