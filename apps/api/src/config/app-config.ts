import type { authConfig } from './auth.area.js';
import type { billingConfig } from './billing.area.js';
import type { databaseConfig, signalsConfig } from './database.area.js';
import type { desktopsConfig } from './desktops.area.js';
import type { filesConfig } from './files.area.js';
import type { limitsConfig } from './limits.area.js';
import type { operationsConfig } from './operations.area.js';
import type { recordingConfig } from './recording.area.js';
import type { serverConfig } from './server.area.js';
import type { sessionsConfig } from './sessions.area.js';

/** Everything the environment decides, read once at boot, validated, and never changed after. */
export class AppConfig {
  readonly server!: ReturnType<typeof serverConfig>;
  readonly database!: ReturnType<typeof databaseConfig>;
  readonly signals!: ReturnType<typeof signalsConfig>;
  readonly auth!: ReturnType<typeof authConfig>;
  readonly billing!: ReturnType<typeof billingConfig>;
  readonly sessions!: ReturnType<typeof sessionsConfig>;
  readonly desktops!: ReturnType<typeof desktopsConfig>;
  readonly recording!: ReturnType<typeof recordingConfig>;
  readonly files!: ReturnType<typeof filesConfig>;
  readonly limits!: ReturnType<typeof limitsConfig>;
  readonly operations!: ReturnType<typeof operationsConfig>;

  constructor(areas: AppConfig) {
    Object.assign(this, areas);
    Object.freeze(this);
  }
}
