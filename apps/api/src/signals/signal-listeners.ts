import type { PinoLogger } from 'nestjs-pino';
import type { SignalTopic } from './signal-bus.js';

type Listener = (id: string) => void;

/** Who listens to what, in this process. One listener's failure reaches no other. */
export class SignalListeners {
  private readonly listeners = new Map<SignalTopic, Set<Listener>>();

  constructor(private readonly log: PinoLogger) {}

  add(topic: SignalTopic, listener: Listener): () => void {
    const listeners = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  dispatch(topic: SignalTopic, id: string): void {
    for (const listener of this.listeners.get(topic) ?? []) {
      try {
        listener(id);
      } catch (err) {
        this.log.error({ err, topic }, 'signal listener failed');
      }
    }
  }
}

/** A hint as it travels: `topic id`. */
export function encodeSignal(topic: SignalTopic, id: string): string {
  return `${topic} ${id}`;
}

export function decodeSignal(text: string): { topic: SignalTopic; id: string } | undefined {
  const [topic, id, ...rest] = text.split(' ');
  return topic && id && rest.length === 0 ? { topic: topic as SignalTopic, id } : undefined;
}
