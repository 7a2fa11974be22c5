import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppConfig } from '../config/app-config.js';

const LOOK_EVERY_MS = 50;

/** Resolves when the api says that it is ready. */
export async function untilReady({ server }: AppConfig): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://${server.host}:${server.port}/health/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(LOOK_EVERY_MS);
  }
}

/** What a person needs to know to begin. */
export function welcome({ server, auth }: AppConfig, sandboxPort: string | undefined): string {
  const password =
    auth.adminPassword === undefined
      ? `the password in ${path.join(server.dataDir, 'admin-password')}`
      : 'ADMIN_PASSWORD';
  return [
    '',
    `  OneDollarAgent is ready:  ${server.publicUrl}`,
    '',
    '  Customers    register there and buy a session',
    `  Admins       sign in as ${auth.adminEmail} with ${password}`,
    ...(sandboxPort === undefined
      ? []
      : [`  Payments     go to the Stripe sandbox on http://127.0.0.1:${sandboxPort} (no real money)`]),
    '  Stop         Ctrl-C ends everything, desktops too',
    '',
  ].join('\n');
}
