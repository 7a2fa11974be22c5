import type { AppConfig } from '../../../config/app-config.js';

const STANDARD_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
};

/** Everything of ours that listens somewhere: no desktop reaches it, whatever `EGRESS_ALLOW` says (R7). */
export function ownEndpoints({
  server,
  database,
  signals,
  billing,
}: AppConfig): { host: string; port: number }[] {
  const urls = [server.publicUrl, database.url, signals.redisUrl, billing.apiBase?.href];
  return [
    { host: '127.0.0.1', port: server.port },
    ...(billing.sandboxPort === undefined ? [] : [{ host: '127.0.0.1', port: billing.sandboxPort }]),
    ...urls.flatMap((url) => (url === undefined ? [] : endpointOf(new URL(url)))),
  ];
}

/** Where the portal is: nothing else on those addresses is for desktops either. */
export function ownHosts({ server }: AppConfig): string[] {
  const urls = [server.publicUrl, ...server.allowedOrigins].map((url) => new URL(url).hostname);
  return [...new Set(urls.map((host) => host.replace(/^\[|\]$/g, '')))];
}

/** A database URL without a host speaks over a Unix socket. */
function endpointOf({ protocol, hostname, port }: URL): { host: string; port: number }[] {
  const number = port === '' ? STANDARD_PORTS[protocol] : Number(port);
  return hostname === '' || number === undefined
    ? []
    : [{ host: hostname.replace(/^\[|\]$/g, ''), port: number }];
}
