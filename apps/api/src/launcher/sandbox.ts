import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AppConfig } from '../config/app-config.js';
import { freePort, portInUse } from './ports.js';

/** What the sandbox and the api share, made once for each data folder. */
export interface SandboxKeys {
  secretKey: string;
  webhookSecret: string;
}

/** The keys in `DATA_DIR/sandbox-keys.json` (0600), made when absent. Production refuses their prefix. */
export function sandboxKeys(dataDir: string): SandboxKeys {
  const file = path.join(dataDir, 'sandbox-keys.json');
  if (!existsSync(file)) {
    const secret = () => randomBytes(18).toString('hex');
    const keys: SandboxKeys = {
      secretKey: `sk_test_sandbox_${secret()}`,
      webhookSecret: `whsec_${secret()}`,
    };
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as SandboxKeys;
}

/**
 * SANDBOX_PORT when it is given; else the port after the api's, or any free one.
 * @throws PortInUse when the one that was asked for is taken
 */
export async function sandboxPort({ server, billing }: AppConfig): Promise<number> {
  const { sandboxPort: asked } = billing;
  if (asked !== undefined && asked !== 0) return (await freePort(asked)) ?? portInUse('SANDBOX_PORT', asked);
  return (await freePort(server.port + 1)) ?? (await freePort(0)) ?? portInUse('SANDBOX_PORT', 0);
}

/** Environment of the sandbox's process. */
export function sandboxEnvironment(config: AppConfig, keys: SandboxKeys, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    SANDBOX_PORT: String(port),
    SANDBOX_STATE_DIR: path.join(config.server.dataDir, 'stripe-sandbox'),
    SANDBOX_SECRET_KEY: keys.secretKey,
    SANDBOX_WEBHOOK_SECRET: keys.webhookSecret,
    SANDBOX_WEBHOOK_URL: `http://${loopbackFor(config.server.host)}:${config.server.port}/api/billing/stripe-webhook`,
  };
}

/** What the api is told, so that its Stripe client talks to the sandbox. */
export function sandboxClientEnvironment(keys: SandboxKeys, port: number): NodeJS.ProcessEnv {
  return {
    STRIPE_SECRET_KEY: keys.secretKey,
    STRIPE_WEBHOOK_SECRET: keys.webhookSecret,
    STRIPE_API_BASE: `http://127.0.0.1:${port}`,
    SANDBOX_PORT: String(port),
  };
}

/** Listening everywhere includes loopback. */
function loopbackFor(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}
