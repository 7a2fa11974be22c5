import type { ConnectionState, ConnectionStateName } from '../connection-state.js';
import { Reconnector, type ReconnectorOptions } from '../reconnector.js';
import { FakeEnvironment } from './fake-environment.js';
import { settle, FakeTime } from './fake-time.js';
import { FakeTransports } from './fake-transport.js';

/** A `Reconnector` with everything around it in the hands of a test, and the list of the states it went through. */
export class ReconnectorStage {
  readonly time = new FakeTime();
  readonly environment = new FakeEnvironment();
  readonly transports = new FakeTransports();
  readonly states: ConnectionState[] = [];
  readonly reconnector: Reconnector;

  constructor(options: Partial<ReconnectorOptions> = {}) {
    this.reconnector = new Reconnector({
      open: this.transports.open,
      environment: this.environment,
      time: this.time,
      random: () => 0.5,
      ...options,
    });
    this.reconnector.onState((state) => this.states.push(state));
  }

  get names(): ConnectionStateName[] {
    return this.states.map((state) => state.name);
  }

  /** All waiting times so far; half of the back-off's ceilings, for the dice always show 0.5. */
  get waits(): number[] {
    return this.states.flatMap((state) => (state.name === 'reconnecting' ? [state.inMs] : []));
  }

  /** Lets the try that is under way succeed. */
  async open(): Promise<void> {
    await settle();
    this.transports.last.attempt.opened();
  }

  async connect(): Promise<void> {
    this.reconnector.start();
    await this.open();
  }

  async nextTry(): Promise<void> {
    await this.time.advance(this.waits.at(-1) ?? 0);
  }
}
