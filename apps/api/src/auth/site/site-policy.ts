import type { AppConfig } from '../../config/app-config.js';

/** Which names and which pages are ours. */
export interface SitePolicy {
  /** Origins of pages that may call, exactly as a browser writes them. */
  origins: ReadonlySet<string>;
  /** `host` or `host:port` as a browser writes it in Host: in lower case, without the scheme's own port. */
  hosts: ReadonlySet<string>;
  /** Outside production this machine's own names are served on this port (0: on any, the system chose it). */
  loopbackPort: number | undefined;
}

export function sitePolicy({ server }: Pick<AppConfig, 'server'>): SitePolicy {
  return {
    origins: new Set(server.allowedOrigins),
    hosts: new Set([server.publicUrl, ...server.allowedOrigins].map((origin) => new URL(origin).host)),
    loopbackPort: server.production ? undefined : server.port,
  };
}

/** A decision and, for logs and refusals, why. */
export interface Decision {
  allowed: boolean;
  reason: string;
}
