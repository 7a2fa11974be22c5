import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { DataSource } from 'typeorm';
import { TestDatabase } from '../../../../../test/support/database.js';
import { FakeClock, LocalSignalBus, silentLog } from '../../../../../test/support/fakes.js';
import { insertSession } from '../../../../../test/support/rows.js';
import { until } from '../../../../../test/support/until.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import { loadConfig } from '../../config/load-config.js';
import { createDataSource } from '../../database/data-source.js';
import type { Desktops } from '../../desktops/desktops.js';
import { serveFiles } from '../../desktops/drivers/process/supervisor/init/files/serve-files.js';
import { NodeIdentity } from '../../kernel/node-identity.js';
import type { SessionRecord } from '../../sessions/session-record.js';
import { Endings } from '../../signals/endings.js';
import { TakeawayKeeper } from './takeaway-keeper.js';
import { TakeawayRows } from './takeaway-rows.js';
import { Takeaways } from './takeaways.js';
import { unzip } from '../testing/unzip.js';

let database: TestDatabase;
let dataSource: DataSource;
let root: string;
let folder: string;
let server: http.Server;
let endings: Endings;
let takeaways: Takeaways;
let keeper: TakeawayKeeper;
let session: SessionRecord;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});
beforeEach(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'oda-takeaway-'));
  folder = path.join(root, 'Downloads');
  mkdirSync(folder);
  server = await serveFiles(path.join(root, 'files.sock'), folder);
  const config = loadConfig({ DATA_DIR: root, FILES_KEPT_MAX_MB: '1' });
  const node = new NodeIdentity();
  const rows = new TakeawayRows(dataSource, node);
  endings = new Endings(dataSource, new LocalSignalBus(), silentLog);
  takeaways = new Takeaways(config, rows, node, new FakeClock(), new AuditTrail(dataSource));
  const endpoint = { kind: 'unix', path: path.join(root, 'rfb.sock') };
  const desktops = { endpointOf: async () => ({ generation: 1, host: node.host, endpoint }) };
  keeper = new TakeawayKeeper(
    config,
    desktops as unknown as Desktops,
    node,
    rows,
    takeaways,
    silentLog,
    endings,
  );
  session = { id: await insertSession(dataSource), reference: '7Q2F' } as SessionRecord;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true });
  await dataSource.query('DELETE FROM takeaways');
});

const archive = () => path.join(root, 'takeaways', `${session.id}.zip`);
const packed = () => unzip(readFileSync(archive()));
const end = (reason: string, agoHours = 0) =>
  dataSource.query(
    `UPDATE sessions SET state = 'ended', end_reason = $2, ended_at = clock_timestamp() - make_interval(hours => $3)
     WHERE id = $1`,
    [session.id, reason, agoHours],
  );

describe('the kept files of a desktop', () => {
  it('are nowhere unless their customer asked', async () => {
    writeFileSync(path.join(folder, 'a.txt'), 'a');
    await keeper.look();
    expect(await takeaways.look(session)).toMatchObject({ state: 'off' });
    expect(existsSync(archive())).toBe(false);
    await expect(takeaways.open(session, 'ann')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are one archive of the files as they are, made anew when one changes', async () => {
    writeFileSync(path.join(folder, 'ä 1.txt'), 'hello');
    await takeaways.keep(session);
    await keeper.look();
    expect(packed()).toEqual({ 'ä 1.txt': 'hello' });
    const first = await takeaways.look(session);
    await keeper.look();
    expect(await takeaways.look(session)).toEqual(first);
    writeFileSync(path.join(folder, 'b.txt'), 'b');
    writeFileSync(path.join(folder, 'too-large.bin'), Buffer.alloc(1024 ** 2 + 1));
    await keeper.look();
    expect(packed()).toEqual({ 'ä 1.txt': 'hello', 'b.txt': 'b' });
    const { bytes, stream } = await takeaways.open(session, 'ann');
    expect((await buffer(stream)).length).toBe(bytes);
  });

  it('stay as they are when their desktop is lost, until the next one has files', async () => {
    writeFileSync(path.join(folder, 'a.txt'), 'a');
    await takeaways.keep(session);
    await keeper.look();
    await dataSource.query(
      `INSERT INTO session_events (session_id, seq, name, at, data) VALUES ($1, 1000, 'desktop.lost', clock_timestamp(), '{}')`,
      [session.id],
    );
    rmSync(path.join(folder, 'a.txt'));
    await keeper.look();
    expect(packed()).toEqual({ 'a.txt': 'a' });
    writeFileSync(path.join(folder, 'b.txt'), 'b');
    await keeper.look();
    expect(packed()).toEqual({ 'b.txt': 'b' });
    rmSync(path.join(folder, 'b.txt')); // deleted by the customer, on a desktop that lives
    await keeper.look();
    expect(packed()).toEqual({});
  });

  it.each(['expired', 'ended_by_user'])(
    'outlive a session that %s for the configured time',
    async (reason) => {
      writeFileSync(path.join(folder, 'a.txt'), 'a');
      await takeaways.keep(session);
      await keeper.look();
      await end(reason, 23);
      await keeper.look();
      expect(await takeaways.look(session)).toMatchObject({
        state: 'ready',
        availableUntil: expect.any(String) as unknown,
      });
      await dataSource.query('UPDATE takeaways SET delete_at = clock_timestamp()');
      await keeper.look();
      expect(existsSync(archive())).toBe(false);
      expect(await takeaways.look(session)).toMatchObject({ state: 'off' });
    },
  );

  it.each(['revoked', 'refunded', 'disputed'])('go at once with a session that was %s', async (reason) => {
    writeFileSync(path.join(folder, 'a.txt'), 'a');
    await takeaways.keep(session);
    await keeper.look();
    await end(reason);
    const n = await endings.record(dataSource.manager, { kind: 'session', id: session.id, reason });
    endings.announce(n);
    await until('the archive is gone', () => !existsSync(archive()));
  });

  it('are not there when somebody removed the archive by hand, and are made anew while the desktop lives', async () => {
    writeFileSync(path.join(folder, 'a.txt'), 'a');
    await takeaways.keep(session);
    await keeper.look();
    rmSync(archive());
    await expect(takeaways.open(session, 'ann')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await takeaways.look(session)).toMatchObject({ state: 'asked' });
    await keeper.look();
    expect(packed()).toEqual({ 'a.txt': 'a' });

    await end('expired');
    await keeper.look();
    rmSync(archive());
    await expect(takeaways.open(session, 'ann')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await takeaways.look(session)).toMatchObject({ state: 'off' });
  });

  it('cannot be asked for once the session is over', async () => {
    await end('expired');
    await expect(takeaways.keep(session)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
  });

  it('are deleted when their customer changes their mind', async () => {
    writeFileSync(path.join(folder, 'a.txt'), 'a');
    await takeaways.keep(session);
    await keeper.look();
    await takeaways.drop(session.id);
    expect(existsSync(archive())).toBe(false);
    await keeper.look();
    expect(existsSync(archive())).toBe(false);
  });
});
