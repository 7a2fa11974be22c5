import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Holder } from './holder.js';

const BATCH = 1_000;
const RETRY_MS = 1_000;

/**
 * Acknowledgements on their way to the table: what ends in the same turn is written in one statement. They are owed until
 * they are written, also through an outage of the database; a process that dies has its holders buried by the others.
 */
export class Acknowledgements {
  private owed: { holder: Holder; written: () => void }[] = [];
  private isWriting = false;

  constructor(private readonly dataSource: DataSource) {}

  /** Resolves when it is written. */
  add(holder: Holder): Promise<void> {
    return new Promise((written) => {
      this.owed.push({ holder, written });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    await turn();
    while (this.owed.length > 0) {
      const batch = this.owed.splice(0, BATCH);
      try {
        await this.write(batch.map(({ holder }) => holder));
        for (const { written } of batch) written();
      } catch {
        this.owed.unshift(...batch); // the sweeps log that the database is away; here it is only waited for
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
    this.isWriting = false;
  }

  private async write(holders: readonly Holder[]): Promise<void> {
    await this.dataSource.query(
      `UPDATE holders h SET gone_at = clock_timestamp()
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS gone (session_id, kind, id)
       WHERE (h.session_id, h.kind, h.id) = (gone.session_id, gone.kind, gone.id) AND h.gone_at IS NULL`,
      [
        holders.map(({ sessionId }) => sessionId),
        holders.map(({ kind }) => kind),
        holders.map(({ id }) => id),
      ],
    );
  }
}
