import type { Cancel } from './time.js';

/**
 * What the machine around us may say about the network. `online` also stands for "the network has changed", `visible`
 * for "a person looks again, and timers may have slept".
 */
export type EnvironmentSignal = 'offline' | 'online' | 'visible';

export interface Environment {
  /** Every signal counts as a hint that is checked, never as a fact. */
  listen(listener: (signal: EnvironmentSignal) => void): Cancel;
}

/** For servers and scripts, where nothing tells. */
export const SILENT_ENVIRONMENT: Environment = { listen: () => () => undefined };
