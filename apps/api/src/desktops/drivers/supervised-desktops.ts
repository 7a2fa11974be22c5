import type { EgressDenials, EgressUse } from '../desktop-driver.js';
import type { ControlLink } from './process/control-link.js';

const ANSWER_WITHIN_MS = 3_000;

interface Told {
  gone(desktopId: string): void;
  denied(desktopId: string, denials: EgressDenials[]): void;
  egress(desktopId: string, use: EgressUse): void;
  crashed(desktopId: string, times: number): void;
}

/** The desktops whose supervisors this process is connected to, however it reached them. */
export class SupervisedDesktops {
  private readonly links = new Map<string, ControlLink>();

  constructor(private readonly told: Told) {}

  /** From here on the closing of the link is news. */
  hold(desktopId: string, link: ControlLink): void {
    this.links.set(desktopId, link);
    link.onDenied = (denials) => this.told.denied(desktopId, denials);
    link.onEgress = (use) => this.told.egress(desktopId, use);
    link.onCrashed = (times) => this.told.crashed(desktopId, times);
    link.onClosed = () => {
      if (this.links.get(desktopId) !== link) return; // it was let go
      this.links.delete(desktopId);
      this.told.gone(desktopId);
    };
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

  letGo(desktopId: string): void {
    const link = this.links.get(desktopId);
    this.links.delete(desktopId);
    link?.close();
  }

  letGoOfAll(): void {
    for (const desktopId of [...this.links.keys()]) this.letGo(desktopId);
  }
}
