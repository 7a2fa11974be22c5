import { variable, type Values } from './area.js';
import { wholeNumber } from './schemas.js';

const TEN_YEARS_SECONDS = 10 * 366 * 86_400;

export const sessionsVariables = {
  SESSION_TTL_SECONDS: variable(
    wholeNumber(1, TEN_YEARS_SECONDS),
    'how long a session lives from the moment its desktop answered',
    '86400',
  ),
};

export function sessionsConfig(env: Values<typeof sessionsVariables>) {
  return { ttlSeconds: env.SESSION_TTL_SECONDS };
}
