import type { Decision, SitePolicy } from './site-policy.js';

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?$/;
const DEFAULT_PORT = 80;

/**
 * Decides whether the name a request came by is one of ours. It defeats DNS rebinding: a foreign page whose name was
 * pointed at our address is same-origin to its browser, but still sends its own name as Host.
 *
 * 1. Absent: refused.
 * 2. The host of PUBLIC_URL or of an allowed origin, port included: allowed. Names have no case.
 * 3. Outside production, a loopback name with the port that is listened on: allowed. No rebinding page has that name.
 * 4. Anything else is refused.
 */
export function decideHost(host: string | undefined, { hosts, loopbackPort }: SitePolicy): Decision {
  if (!host) return { allowed: false, reason: 'no host' };
  const name = host.toLowerCase();
  if (hosts.has(name)) return { allowed: true, reason: 'configured host' };
  if (isLoopback(name, loopbackPort)) return { allowed: true, reason: 'loopback host' };
  return { allowed: false, reason: 'foreign host' };
}

function isLoopback(name: string, loopbackPort: number | undefined): boolean {
  const match = LOOPBACK_HOST.exec(name);
  if (!match || loopbackPort === undefined) return false;
  return loopbackPort === 0 || Number(match[1] ?? DEFAULT_PORT) === loopbackPort;
}
