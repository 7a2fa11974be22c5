import * as z from 'zod';
import { variable, type Values } from './area.js';
import { httpUrl, secret } from './schemas.js';

export const operationsVariables = {
  MANAGEMENT_TOKEN: variable(
    secret(16).optional(),
    'bearer that opens /metrics and the details of /health (default: direct loopback callers only, in production nobody)',
  ),
  LLM_PROVIDER: variable(
    z.string().optional(),
    'model provider of the agent; without one only scripted tasks run',
  ),
  LLM_BASE_URL: variable(httpUrl.optional(), 'model endpoint of the agent'),
  LLM_MODEL: variable(z.string().optional(), 'model of the agent'),
  LLM_API_KEY: variable(z.string().optional(), 'key of the model endpoint'),
  LOG_LEVEL: variable(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    'least severe line that is written',
    'info',
  ),
};

/** What operators see. */
export function operationsConfig(env: Values<typeof operationsVariables>) {
  return { managementToken: env.MANAGEMENT_TOKEN, logLevel: env.LOG_LEVEL };
}
