import type { Cancel } from './time.js';

/**
 * Those who want to be told. Values arrive in the order in which they were emitted, also when a listener causes the
 * next one; a listener that throws harms neither the others nor the emitter, and its error stays uncaught, as a bug's
 * should.
 */
export class Listeners<T> {
  private readonly listeners = new Set<(value: T) => void>();
  private readonly pending: T[] = [];
  private emitting = false;

  add(listener: (value: T) => void): Cancel {
    // Wrapped, so that a function that is added twice is told twice and each addition is taken back on its own.
    const own = (value: T) => {
      listener(value);
    };
    this.listeners.add(own);
    return () => {
      this.listeners.delete(own);
    };
  }

  emit(value: T): void {
    this.pending.push(value);
    if (this.emitting) return;
    this.emitting = true;
    for (let next = this.pending.shift(); next !== undefined; next = this.pending.shift()) {
      this.tell(next);
    }
    this.emitting = false;
  }

  private tell(value: T): void {
    for (const listener of [...this.listeners]) {
      // One told before it may have taken this one back.
      if (this.listeners.has(listener)) callSafely(() => listener(value));
    }
  }
}

/** Calls foreign code from the middle of a state machine: its error is thrown later, from nobody's stack. */
export function callSafely(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
