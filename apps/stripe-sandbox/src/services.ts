import type { Agenda } from './agenda.js';
import type { Deliveries } from './events/deliveries.js';
import type { FaultSwitches } from './events/faults.js';
import type { Journal } from './events/journal.js';
import type { Settings } from './settings.js';
import type { Objects } from './store/objects.js';
import type { Store } from './store/store.js';

/** The parts of one running sandbox, as its endpoints and pages see them. */
export interface Services {
  settings: Settings;
  store: Store;
  objects: Objects;
  agenda: Agenda;
  journal: Journal;
  deliveries: Deliveries;
  faults: FaultSwitches;
  nowMs: () => number;
  /** Where the pages are, without a trailing slash. */
  origin: string;
}

export function nowSeconds(services: Pick<Services, 'nowMs'>): number {
  return Math.floor(services.nowMs() / 1000);
}
