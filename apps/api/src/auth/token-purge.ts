import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { Logins } from './logins/logins.js';

const PURGE_EVERY_MS = 10 * 60_000;

/** Ended logins stay a month for whoever looks into one. */
const PURGES = [
  `DELETE FROM connection_tokens WHERE expires_at < clock_timestamp() - interval '10 minutes'`,
  `DELETE FROM refresh_tokens WHERE expires_at < clock_timestamp()`,
  `DELETE FROM logins WHERE ended_at < clock_timestamp() - interval '30 days'`,
];

/**
 * Ends logins whose time is over and removes what is long over. A connection token is kept a little after its time, so that a second use is known
 * for what it is. Every node may do this at once: the statements only ever find what is still there.
 */
@Injectable()
export class TokenPurge {
  constructor(
    private readonly dataSource: DataSource,
    private readonly logins: Logins,
    private readonly log: PinoLogger,
  ) {
    log.setContext(TokenPurge.name);
  }

  @Interval(PURGE_EVERY_MS)
  async purge(): Promise<void> {
    try {
      await this.logins.endExpired();
      for (const statement of PURGES) await this.dataSource.query(statement);
    } catch (err) {
      this.log.warn({ err }, 'old tokens not purged');
    }
  }
}
