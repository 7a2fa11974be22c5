import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { SignalBus, type SignalTopic } from './signal-bus.js';
import { decodeSignal, encodeSignal, SignalListeners } from './signal-listeners.js';

const CHANNEL = 'oda_signals';
/** A notification is a commit of its own. A hint need not survive a crash, so nobody waits for the disk. */
const NOTIFY = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";
/** By which an operator finds the listening connection in pg_stat_activity. */
const LISTENER_NAME = 'onedollaragent-signals';
const RECONNECT_MS = 500;
/** A listening connection is silent when all is well and when it is dead: it is asked. */
const HEARTBEAT_MS = 2_000;

/** Hints over LISTEN/NOTIFY: one connection of its own to listen, the pool to notify. */
@Injectable()
export class PostgresSignalBus extends SignalBus implements OnModuleInit, OnModuleDestroy {
  private readonly listeners: SignalListeners;
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly config: AppConfig,
    private readonly dataSource: DataSource,
    private readonly log: PinoLogger,
  ) {
    super();
    log.setContext(PostgresSignalBus.name);
    this.listeners = new SignalListeners(log);
  }

  async onModuleInit(): Promise<void> {
    await this.connect();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.client?.end();
  }

  publish(topic: SignalTopic, id: string): void {
    if (this.stopped) return;
    this.dataSource.query(NOTIFY, [CHANNEL, encodeSignal(topic, id)]).catch((err: unknown) => {
      this.log.warn({ err, topic }, 'signal not sent');
      this.listeners.dispatch(topic, id);
    });
  }

  subscribe(topic: SignalTopic, listener: (id: string) => void): () => void {
    return this.listeners.add(topic, listener);
  }

  isConnected(): boolean {
    return this.client !== undefined;
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.database.url,
      application_name: LISTENER_NAME,
      keepAlive: true,
      query_timeout: HEARTBEAT_MS,
    });
    const lose = (err?: unknown) => this.reconnectAfter(client, err);
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', ({ payload = '' }) => {
      const signal = decodeSignal(payload);
      if (signal) this.listeners.dispatch(signal.topic, signal.id);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.client = client;
      this.beat(client);
    } catch (err) {
      lose(err);
    }
  }

  private beat(client: pg.Client): void {
    this.timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.client === client && this.beat(client),
        (err: unknown) => this.reconnectAfter(client, err),
      );
    }, HEARTBEAT_MS);
    this.timer.unref();
  }

  private reconnectAfter(client: pg.Client, err: unknown): void {
    client.removeAllListeners();
    client.on('error', () => {}); // a dying connection may complain twice
    client.end().catch(() => {}); // it is dead already
    this.client = undefined;
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.log.warn({ err }, 'signals disconnected');
    this.timer = setTimeout(() => void this.connect(), RECONNECT_MS);
    this.timer.unref();
  }
}
