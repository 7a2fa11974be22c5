import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createDataSource } from '../../apps/api/src/database/data-source.js';
import { EmbeddedServer } from '../../apps/api/src/database/embedded/embedded-server.js';
import { migrate } from '../../apps/api/src/database/migrate.js';

/**
 * A real PostgreSQL for one test file: the embedded server on a folder of its own, with the product's schema. Call
 * `create` in `beforeAll` and `stop` in `afterAll`.
 */
export class TestDatabase {
  private constructor(
    private server: EmbeddedServer,
    private readonly folder: string,
    /** Of a fresh database with all migrations run. */
    readonly url: string,
  ) {}

  static async create(): Promise<TestDatabase> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'oda-test-db-'));
    chmodSync(folder, 0o711); // as root the server is another user, who must pass through
    const server = await startIn(folder);
    const dataSource = await createDataSource(server.url).initialize();
    await migrate(dataSource);
    await dataSource.destroy();
    return new TestDatabase(server, folder, server.url);
  }

  /** One statement on a connection of its own, past everything of the product. */
  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Where it listens, for who stands between. */
  get socketPath(): string {
    return path.join(this.folder, 'run', 'db', '.s.PGSQL.5432');
  }

  /** The same database for who comes over TCP, through a proxy of the test. */
  urlThrough(port: number): string {
    const url = new URL(this.url);
    url.searchParams.delete('host');
    url.host = `127.0.0.1:${port}`;
    return url.href;
  }

  /** Everybody is disconnected; what was committed is still there. */
  async restart(): Promise<void> {
    await this.server.stop();
    this.server = await startIn(this.folder);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function startIn(folder: string): Promise<EmbeddedServer> {
  return EmbeddedServer.start({ dataDir: folder, runDir: path.join(folder, 'run'), sync: false });
}
