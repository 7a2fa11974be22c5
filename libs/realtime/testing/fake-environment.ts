import type { Environment, EnvironmentSignal } from '../environment.js';
import type { Cancel } from '../time.js';

export class FakeEnvironment implements Environment {
  readonly listeners = new Set<(signal: EnvironmentSignal) => void>();

  listen(listener: (signal: EnvironmentSignal) => void): Cancel {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  say(signal: EnvironmentSignal): void {
    for (const listener of this.listeners) listener(signal);
  }
}
