import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { FakeClock, LocalSignalBus, silentLog } from '../../../../../test/support/fakes.js';
import { PaintedDesktop } from '../../../../../test/support/painted-desktop.js';
import { insertSession } from '../../../../../test/support/rows.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import type { AppConfig } from '../../config/app-config.js';
import { loadConfig } from '../../config/load-config.js';
import { DesktopHost } from '../../desktops/desktop-host.js';
import type { Desktops } from '../../desktops/desktops.js';
import { NodeIdentity } from '../../kernel/node-identity.js';
import type { JobQueue } from '../../queue/job-queue.js';
import { SessionEnding } from '../../sessions/ending.js';
import { EventLog } from '../../sessions/event-log.js';
import { Sessions } from '../../sessions/sessions.js';
import { Endings } from '../../signals/endings.js';
import { Holders } from '../../signals/holders.js';
import { RecorderStart } from '../recorder/recorder-start.js';
import { Recorders } from '../recorder/recorders.js';
import { RecordingLeases } from '../recorder/recording-leases.js';
import { RecordingStops } from '../recorder/recording-stops.js';
import { RecordingCatalogue } from '../recording-catalogue.js';
import { RecordingUpkeep } from '../recording-upkeep.js';
import { Recordings } from '../recordings.js';
import { RecordingFiles } from '../store/recording-files.js';
import { SegmentRepair } from '../store/segment-repair.js';
import { Segments } from '../store/segments.js';

/** A disk that says what a test wants. */
class TestFiles extends RecordingFiles {
  free = Infinity;
  override async freeBytes(): Promise<number> {
    await super.freeBytes();
    return this.free;
  }
}

/** All of recordings on a real database, with a real desktop, as one instance of the product would have it. */
export class RecordingStage {
  readonly dataDir = mkdtempSync(path.join(os.tmpdir(), 'oda-recordings-'));
  readonly bus = new LocalSignalBus();
  readonly clock = new FakeClock(Date.now());
  readonly config: AppConfig;
  readonly events: EventLog;
  readonly sessions: Sessions;
  readonly catalogue: RecordingCatalogue;
  readonly recordings: Recordings;
  readonly upkeep: RecordingUpkeep;
  readonly files: TestFiles;
  private readonly endings: Endings;
  private crew: Recorders | undefined;

  private constructor(
    private readonly dataSource: DataSource,
    readonly desktop: PaintedDesktop,
    env: Record<string, string>,
  ) {
    this.config = loadConfig({ DATA_DIR: this.dataDir, ...env });
    this.events = new EventLog(dataSource, this.bus);
    this.endings = new Endings(dataSource, this.bus, silentLog);
    const ending = new SessionEnding(dataSource, this.events, this.endings, silentLog);
    this.sessions = new Sessions(dataSource, this.events, {} as JobQueue, ending);
    this.catalogue = new RecordingCatalogue(dataSource);
    const audit = new AuditTrail(dataSource);
    this.recordings = new Recordings(dataSource, this.config, this.catalogue, this.events, audit, this.bus);
    this.upkeep = new RecordingUpkeep(
      dataSource,
      this.config,
      this.recordings,
      this.catalogue,
      silentLog,
      this.bus,
    );
    this.files = new TestFiles(this.config);
  }

  static async set(dataSource: DataSource, env: Record<string, string> = {}): Promise<RecordingStage> {
    return new RecordingStage(dataSource, await PaintedDesktop.start(), env);
  }

  /** The recorders of a process; a second one is the same instance started again. */
  recorders(): Recorders {
    this.crew ??= this.another();
    return this.crew;
  }

  another(): Recorders {
    const { dataSource, config, files } = this;
    const node = new NodeIdentity();
    const host = new DesktopHost(node, config);
    const holders = new Holders(dataSource, node);
    const stops = new RecordingStops(dataSource, this.sessions, this.recordings, silentLog);
    const desktops = { endpointOf: async () => ({ endpoint: this.desktop.endpoint }) } as never as Desktops;
    const segments = new Segments(dataSource, files);
    const starts = new RecorderStart(desktops, holders, files, segments, stops, this.clock);
    const leases = new RecordingLeases(dataSource, config, host, node);
    const repair = new SegmentRepair(dataSource, files);
    return new Recorders(
      config,
      host,
      leases,
      starts,
      stops,
      holders,
      files,
      repair,
      silentLog,
      this.bus,
      this.endings,
    );
  }

  /** An active session with a desktop that can be recorded here. */
  async session() {
    const id = await insertSession(this.dataSource);
    const host = new DesktopHost(new NodeIdentity(), this.config).id;
    await this.dataSource.query(
      `INSERT INTO desktops (id, session_id, host, driver, endpoint, state, generation)
       VALUES (gen_random_uuid(), $1, $2, 'process', $3, 'ready', 1)`,
      [id, host, this.desktop.endpoint],
    );
    const record = await this.sessions.find(id);
    if (!record) throw new Error('no session');
    return record;
  }

  async names(sessionId: string): Promise<string[]> {
    return (await this.events.page(sessionId, 0, 50)).items.map(({ name }) => name);
  }

  async audited(reference: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ line: string }[]>(
      `SELECT concat_ws(' ', action, actor, data->>'reason') AS line FROM audit_entries WHERE subject = $1 ORDER BY id`,
      [reference],
    );
    return rows.map(({ line }) => line);
  }

  async strike(): Promise<void> {
    await this.crew?.beforeApplicationShutdown();
    await this.desktop.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
