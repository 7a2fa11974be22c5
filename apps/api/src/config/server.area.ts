import path from 'node:path';
import * as z from 'zod';
import { variable, type Values } from './area.js';
import { runDirOf } from './run-dir.js';
import { cidr, listOf, origin, port } from './schemas.js';

export const serverVariables = {
  NODE_ENV: variable(
    z.enum(['development', 'test', 'production']),
    'production makes every unsafe setting refuse to boot',
    'development',
  ),
  ROLE: variable(z.enum(['all', 'api', 'worker']), 'what this process does: all, api, worker', 'all'),
  HOST: variable(z.string(), 'where it listens (behind a TLS proxy in production)', '127.0.0.1'),
  PORT: variable(port, 'where it listens', '3000'),
  PUBLIC_URL: variable(
    origin.optional(),
    "the portal's origin; https required in production (default http://localhost:$PORT)",
  ),
  ALLOWED_ORIGINS: variable(
    listOf(origin),
    'comma list of origins that may call, exact match (default PUBLIC_URL)',
  ),
  TRUSTED_PROXIES: variable(
    listOf(cidr),
    'comma list of ranges whose X-Forwarded-* headers count; those of others are ignored',
  ),
  DATA_DIR: variable(z.string().min(1), 'embedded database, keys, desktops, recordings', '.data'),
};

/** Where and as whom this process serves. */
export function serverConfig(env: Values<typeof serverVariables>) {
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;
  const dataDir = path.resolve(env.DATA_DIR);
  return {
    production: env.NODE_ENV === 'production',
    role: env.ROLE,
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    allowedOrigins: env.ALLOWED_ORIGINS.length > 0 ? env.ALLOWED_ORIGINS : [publicUrl],
    trustedProxies: env.TRUSTED_PROXIES,
    dataDir,
    /** Sockets only: short, because a Unix socket's path ends at 107 bytes. One for each data folder. */
    runDir: runDirOf(dataDir),
  };
}
