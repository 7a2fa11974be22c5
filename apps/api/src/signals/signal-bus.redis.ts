import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { PinoLogger } from 'nestjs-pino';
import { SignalBus, type SignalTopic } from './signal-bus.js';
import { decodeSignal, encodeSignal, SignalListeners } from './signal-listeners.js';

const CHANNEL = 'oda:signals';

/** Hints over Redis publish/subscribe, for several nodes: two connections, both reconnect by themselves. */
@Injectable()
export class RedisSignalBus extends SignalBus implements OnModuleInit, OnModuleDestroy {
  private readonly listeners: SignalListeners;
  private readonly publisher: Redis;
  private readonly subscriber: Redis;

  constructor(
    url: string,
    private readonly log: PinoLogger,
  ) {
    super();
    log.setContext(RedisSignalBus.name);
    this.listeners = new SignalListeners(log);
    const options = { lazyConnect: true, maxRetriesPerRequest: 1 };
    this.publisher = new Redis(url, options);
    this.subscriber = new Redis(url, options);
    for (const connection of [this.publisher, this.subscriber]) {
      connection.on('error', (err) => this.log.warn({ err }, 'signals disconnected'));
    }
    this.subscriber.on('message', (_channel, text) => {
      const signal = decodeSignal(text);
      if (signal) this.listeners.dispatch(signal.topic, signal.id);
    });
  }

  async onModuleInit(): Promise<void> {
    await Promise.all([this.publisher.connect(), this.subscriber.connect()]);
    await this.subscriber.subscribe(CHANNEL); // ioredis subscribes again after each reconnection
  }

  onModuleDestroy(): void {
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  publish(topic: SignalTopic, id: string): void {
    this.publisher.publish(CHANNEL, encodeSignal(topic, id)).catch((err: unknown) => {
      this.log.warn({ err, topic }, 'signal not sent');
      this.listeners.dispatch(topic, id);
    });
  }

  subscribe(topic: SignalTopic, listener: (id: string) => void): () => void {
    return this.listeners.add(topic, listener);
  }

  isConnected(): boolean {
    return this.subscriber.status === 'ready';
  }
}
