import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Desktops } from '../desktops/desktops.js';
import { SessionDeadlines } from './deadlines.js';

/**
 * Moves the last line at which a desktop ends itself along with its session's deadline: without it an extended session
 * would lose its desktop at the first deadline.
 */
@Injectable()
export class DesktopDeadlines {
  constructor(
    private readonly desktops: Desktops,
    private readonly log: PinoLogger,
    deadlines: SessionDeadlines,
  ) {
    log.setContext(DesktopDeadlines.name);
    deadlines.onDeadline((sessionId, expiresAt) => void this.move(sessionId, expiresAt));
  }

  private async move(sessionId: string, expiresAt: Date): Promise<void> {
    try {
      await this.desktops.setDeadline(sessionId, expiresAt);
    } catch (err) {
      this.log.error({ err, sessionId }, 'last line of a desktop not moved');
    }
  }
}
