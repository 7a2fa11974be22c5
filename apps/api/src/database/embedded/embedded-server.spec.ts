import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestDatabase } from '../../../../../test/support/database.js';
import { createDataSource } from '../data-source.js';
import { migrate } from '../migrate.js';

describe('the embedded database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.stop());

  it('listens on its Unix socket alone', async () => {
    const [row] = await database.query<{ listen_addresses: string }>('SHOW listen_addresses');
    expect(row?.listen_addresses).toBe('');
  });

  it('runs each migration once, however many nodes start together', async () => {
    const [fresh] = await database
      .query<{ name: string }>('CREATE DATABASE many_nodes')
      .then(() => [{ name: 'many_nodes' }]);
    const url = database.url.replace('/onedollaragent?', `/${fresh?.name ?? ''}?`);
    const nodes = await Promise.all(Array.from({ length: 4 }, () => createDataSource(url).initialize()));
    await Promise.all(nodes.map(migrate));
    const rows = await nodes[0]?.query<unknown[]>('SELECT 1 FROM migrations');
    await Promise.all(nodes.map((node) => node.destroy()));
    expect(rows).toHaveLength(nodes[0]?.migrations.length ?? -1);
  });
});
