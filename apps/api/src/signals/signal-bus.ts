/** What a hint is about; the hint itself is an id, nothing else. */
export type SignalTopic =
  | 'ending'
  | 'session-events'
  | 'session-changed'
  | 'desktop-changed'
  | 'control-changed'
  | 'recording-changed';

/**
 * Carries hints between nodes, at most once, to every node including the sender. A listener re-reads the table; one who
 * misses a hint is caught by a sweep. Real ones: PostgreSQL LISTEN/NOTIFY, Redis.
 */
export abstract class SignalBus {
  /** Never throws and never delays the caller: a hint that cannot be sent is only logged. */
  abstract publish(topic: SignalTopic, id: string): void;

  /** Listeners run in the order of arrival and must not throw. Returns the way to stop listening. */
  abstract subscribe(topic: SignalTopic, listener: (id: string) => void): () => void;

  /** Whether hints of other nodes arrive at the moment. */
  abstract isConnected(): boolean;
}
