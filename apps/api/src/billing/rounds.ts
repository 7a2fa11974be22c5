import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What one node does for all of them, once in a while. */
@Injectable()
export class Rounds {
  constructor(private readonly dataSource: DataSource) {}

  /** True for the one node that may begin now; nobody else may for `everySeconds`. */
  async claim(name: string, everySeconds: number): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `INSERT INTO billing_rounds AS r (name) VALUES ($1)
       ON CONFLICT (name) DO UPDATE SET begun_at = clock_timestamp()
         WHERE r.begun_at <= clock_timestamp() - make_interval(secs => $2) RETURNING name`,
      [name, everySeconds],
    );
    return rows.length > 0;
  }

  /** It could not be done: the next may begin at once. */
  async forget(name: string): Promise<void> {
    await this.dataSource.query('DELETE FROM billing_rounds WHERE name = $1', [name]);
  }
}
