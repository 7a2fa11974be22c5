import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** A statement that every socket costs: each connection parses it once, and plans it a few times, not at every call. */
export class PreparedStatement<Row extends object> {
  /** @param name tells it apart from every other on a connection */
  constructor(
    private readonly dataSource: DataSource,
    private readonly name: string,
    private readonly text: string,
  ) {}

  /** In no transaction but its own. @throws Error of the driver, as it is */
  async query(values: unknown[]): Promise<Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const connection = (await runner.connect()) as PoolClient;
      return (await connection.query<Row>({ name: this.name, text: this.text, values })).rows;
    } finally {
      await runner.release();
    }
  }
}
