import type { PinoLogger } from 'nestjs-pino';
import { SignalBus, type SignalTopic } from '../../apps/api/src/signals/signal-bus.js';
import { Clock } from '../../apps/api/src/kernel/clock.js';

/** A logger that says nothing. */
export const silentLog = new Proxy({}, { get: () => () => {} }) as PinoLogger;

/** A bus within one process: hints arrive at once, or never while `cut`. */
export class LocalSignalBus extends SignalBus {
  cut = false;
  readonly sent: { topic: SignalTopic; id: string }[] = [];
  private readonly listeners: { topic: SignalTopic; listener: (id: string) => void }[] = [];

  publish(topic: SignalTopic, id: string): void {
    this.sent.push({ topic, id });
    if (this.cut) return;
    for (const each of this.listeners) if (each.topic === topic) each.listener(id);
  }

  subscribe(topic: SignalTopic, listener: (id: string) => void): () => void {
    const entry = { topic, listener };
    this.listeners.push(entry);
    return () => this.listeners.splice(this.listeners.indexOf(entry), 1);
  }

  isConnected(): boolean {
    return !this.cut;
  }
}

/** Time that moves only when told. */
export class FakeClock extends Clock {
  constructor(private ms = Date.UTC(2026, 10, 23)) {
    super();
  }

  advance(ms: number): void {
    this.ms += ms;
  }

  now(): Date {
    return new Date(this.ms);
  }

  monotonicMs(): number {
    return this.ms;
  }
}
