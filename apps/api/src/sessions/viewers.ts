import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import type { DesktopAccess, ShareId, ViewerKind } from '#contracts';
import { SignalBus } from '../signals/signal-bus.js';
import { EventLog } from './event-log.js';

const SWEEP_MS = 5_000;
/** A viewer whose socket is gone is told by the node that had it; this much later by any other. */
const OVERDUE_SECONDS = 5;

export interface Viewer {
  sessionId: string;
  /** Of the socket; pairs coming and going. */
  connection: string;
  /** The window, which outlives its sockets. */
  viewer: string;
  access: DesktopAccess;
  by: ViewerKind;
  share?: ShareId;
}

interface Row extends Omit<Viewer, 'share'> {
  share: ShareId | null;
}

const LEFT = `RETURNING session_id AS "sessionId", connection, viewer, access, kind AS by, share_id AS share`;

/** Who sees each session's desktop: told in its log when they come and when they go, whatever became of their node. */
@Injectable()
export class Viewers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
    private readonly bus: SignalBus,
    private readonly log: PinoLogger,
  ) {
    log.setContext(Viewers.name);
  }

  async join({ sessionId, access, ...who }: Viewer): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO viewers (connection, session_id, viewer, access, kind, share_id)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [who.connection, sessionId, who.viewer, access, who.by, who.share],
      );
      await this.events.append(manager, sessionId, 'viewer.joined', { ...who, access });
    });
    this.announce(sessionId);
  }

  /** Of one that never joined, or left already, nothing is told. */
  async leave(connection: string): Promise<void> {
    const row = await this.dataSource.transaction(async (manager) => {
      const [[left]] = await manager.query<[Row[], number]>(
        `UPDATE viewers SET left_at = clock_timestamp() WHERE connection = $1 AND left_at IS NULL ${LEFT}`,
        [connection],
      );
      if (left) await this.tellLeft(manager, left);
      return left;
    });
    if (row) this.announce(row.sessionId);
  }

  /** Tells of those whose node died before it could. */
  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    try {
      const overdue = await this.dataSource.query<{ connection: string }[]>(
        `SELECT v.connection FROM viewers v JOIN holders h
           ON h.session_id = v.session_id AND h.kind = 'desktop' AND h.id = v.connection::text
         WHERE v.left_at IS NULL AND h.gone_at < clock_timestamp() - make_interval(secs => $1)`,
        [OVERDUE_SECONDS],
      );
      for (const { connection } of overdue) await this.leave(connection);
    } catch (err) {
      this.log.warn({ err }, 'viewers not swept');
    }
  }

  private async tellLeft(manager: EntityManager, { sessionId, share, ...row }: Row): Promise<void> {
    const { viewer, connection, by } = row;
    await this.events.append(manager, sessionId, 'viewer.left', {
      viewer,
      connection,
      by,
      ...(share !== null && { share }),
    });
  }

  /** Whether the holder of control is there is part of who may take it. */
  private announce(sessionId: string): void {
    this.events.announce(sessionId);
    this.bus.publish('control-changed', sessionId);
  }
}
