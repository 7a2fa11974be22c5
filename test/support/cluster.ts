import type { DataSource } from 'typeorm';
import { createDataSource } from '../../apps/api/src/database/data-source.js';
import type { ApiClient } from './api-client.js';
import { ApiNode, type NodeOptions } from './api-node.js';
import { TestDatabase } from './database.js';
import { insertSession, type SessionRow } from './rows.js';

/** Somebody with an account, and its id for rows that a test writes itself. */
export type Customer = ApiClient & { accountId: string };

/** Several api nodes on one database, sessions put straight into it: what sockets do without desktops and payments. */
export class Cluster {
  readonly nodes: ApiNode[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
  ) {}

  static async create(): Promise<Cluster> {
    const database = await TestDatabase.create();
    return new Cluster(database, await createDataSource(database.url).initialize());
  }

  /** One more node; all of them answer to the name of the first. */
  async start(options: Partial<NodeOptions> = {}): Promise<ApiNode> {
    const [first] = this.nodes;
    const node = await ApiNode.start({
      databaseUrl: this.database.url,
      ...(first && { publicUrl: first.publicUrl }),
      ...options,
    });
    this.nodes.push(node);
    return node;
  }

  async customer(node: ApiNode): Promise<Customer> {
    const client = await node.customer().register();
    const { id } = (await client.call('GET', '/api/auth/me')) as { id: string };
    return Object.assign(client, { accountId: id });
  }

  /** An active session of that customer; nodes hear of it as of any other. */
  async session({ accountId }: Customer, row: SessionRow = {}): Promise<string> {
    const id = await insertSession(this.dataSource, { ...row, accountId });
    await this.dataSource.query('SELECT pg_notify($1, $2)', ['oda_signals', `session-changed ${id}`]);
    return id;
  }

  /** Writes `count` events as the product does, in one transaction, and hints at them after the commit. */
  async append(sessionId: string, count: number, padding = ''): Promise<void> {
    await this.write(sessionId, count, padding);
    await this.hint(sessionId);
  }

  async write(sessionId: string, count = 1, padding = ''): Promise<void> {
    await this.dataSource.query(
      `WITH grown AS (UPDATE sessions SET head_seq = head_seq + $2 WHERE id = $1 RETURNING head_seq)
       INSERT INTO session_events (session_id, seq, name, at, data)
       SELECT $1, head_seq - $2 + n, 'egress.denied', clock_timestamp(),
         jsonb_build_object('count', n, 'hosts', jsonb_build_array($3::text)) FROM grown, generate_series(1, $2) n`,
      [sessionId, count, padding],
    );
  }

  async hint(sessionId: string): Promise<void> {
    await this.dataSource.query(
      "SELECT set_config('synchronous_commit', 'off', true), pg_notify('oda_signals', $1)",
      [`session-events ${sessionId}`],
    );
  }

  /** Audit entries of one deed, oldest first. */
  audited(action: string): Promise<{ actor: string; subject: string; data: Record<string, unknown> }[]> {
    return this.dataSource.query(
      'SELECT actor, subject, data FROM audit_entries WHERE action = $1 ORDER BY at',
      [action],
    );
  }

  /** What holds the session at the moment, on all nodes. */
  alive(sessionId: string): Promise<{ node: string }[]> {
    return this.dataSource.query('SELECT node FROM holders WHERE session_id = $1 AND gone_at IS NULL', [
      sessionId,
    ]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.end()));
    await this.dataSource.destroy();
    await this.database.stop();
  }
}
