import { variable, type Values } from './area.js';
import { postgresUrl, redisUrl } from './schemas.js';

export const databaseVariables = {
  DATABASE_URL: variable(postgresUrl.optional(), 'PostgreSQL (default: an embedded server in DATA_DIR)'),
  REDIS_URL: variable(redisUrl.optional(), 'switches signals and rate limits to Redis, for several nodes'),
};

/** Where the truth is kept. Without a URL the process starts, and ends, a server of its own. */
export function databaseConfig(env: Values<typeof databaseVariables>) {
  return { url: env.DATABASE_URL };
}

/** How hints travel between nodes. */
export function signalsConfig(env: Values<typeof databaseVariables>) {
  return { redisUrl: env.REDIS_URL };
}
