import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';

const PURGE_EVERY_MS = 10 * 60_000;

/** In this order: a login goes when its last refresh token has. Ended logins stay a month for whoever looks into one. */
const PURGES = [
  `DELETE FROM connection_tokens WHERE expires_at < clock_timestamp() - interval '10 minutes'`,
  `DELETE FROM refresh_tokens WHERE expires_at < clock_timestamp()`,
  `UPDATE logins SET ended_at = clock_timestamp(), end_reason = 'expired'
   WHERE ended_at IS NULL AND NOT EXISTS (SELECT FROM refresh_tokens WHERE login_id = logins.id)`,
  `DELETE FROM logins WHERE ended_at < clock_timestamp() - interval '30 days'`,
];

/**
 * Removes tokens that are long over. A connection token is kept a little after its time, so that a second use is known
 * for what it is. Every node may do this at once: the statements only ever find what is still there.
 */
@Injectable()
export class TokenPurge {
  constructor(
    private readonly dataSource: DataSource,
    private readonly log: PinoLogger,
  ) {
    log.setContext(TokenPurge.name);
  }

  @Interval(PURGE_EVERY_MS)
  async purge(): Promise<void> {
    try {
      for (const statement of PURGES) await this.dataSource.query(statement);
    } catch (err) {
      this.log.warn({ err }, 'old tokens not purged');
    }
  }
}
