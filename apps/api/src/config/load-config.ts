import { AppConfig } from './app-config.js';
import { readArea, type Environment, type Fault, type Variables } from './area.js';
import { authConfig, authVariables } from './auth.area.js';
import { billingConfig, billingVariables } from './billing.area.js';
import { databaseConfig, databaseVariables, signalsConfig } from './database.area.js';
import { desktopsConfig, desktopsVariables } from './desktops.area.js';
import { filesConfig, filesVariables } from './files.area.js';
import { limitsConfig, limitsVariables } from './limits.area.js';
import { operationsConfig, operationsVariables } from './operations.area.js';
import { combinationFaults } from './production-rules.js';
import { recordingConfig, recordingVariables } from './recording.area.js';
import { serverConfig, serverVariables } from './server.area.js';
import { sessionsConfig, sessionsVariables } from './sessions.area.js';

/** Every variable of the product by area, in the order `.env.example` lists them. */
export const AREAS: Record<string, Variables> = {
  'The server': serverVariables,
  'Database and signals': databaseVariables,
  Accounts: authVariables,
  Money: billingVariables,
  Sessions: sessionsVariables,
  Desktops: desktopsVariables,
  Recording: recordingVariables,
  Files: filesVariables,
  Limits: limitsVariables,
  Operations: operationsVariables,
};

/** The boot stops here: one line for each variable that is wrong, never with its value. */
export class InvalidConfiguration extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(
      [
        'The configuration is not usable:',
        ...faults.map(({ name, message }) => `  ${name}: ${message}`),
      ].join('\n'),
    );
  }
}

/** @throws InvalidConfiguration naming every bad variable at once */
export function loadConfig(env: Environment = process.env): AppConfig {
  const faults: Fault[] = [];
  const server = readArea(serverVariables, env, faults);
  const database = readArea(databaseVariables, env, faults);
  const auth = readArea(authVariables, env, faults);
  const billing = readArea(billingVariables, env, faults);
  const sessions = readArea(sessionsVariables, env, faults);
  const desktops = readArea(desktopsVariables, env, faults);
  const recording = readArea(recordingVariables, env, faults);
  const files = readArea(filesVariables, env, faults);
  const limits = readArea(limitsVariables, env, faults);
  const operations = readArea(operationsVariables, env, faults);
  if (faults.length > 0) throw new InvalidConfiguration(faults);

  const config = new AppConfig({
    server: serverConfig(server),
    database: databaseConfig(database),
    signals: signalsConfig(database),
    auth: authConfig(auth),
    billing: billingConfig(billing),
    sessions: sessionsConfig(sessions),
    desktops: desktopsConfig(desktops),
    recording: recordingConfig(recording),
    files: filesConfig(files),
    limits: limitsConfig(limits),
    operations: operationsConfig(operations),
  });
  const combined = combinationFaults(config, env);
  if (combined.length > 0) throw new InvalidConfiguration(combined);
  return config;
}
