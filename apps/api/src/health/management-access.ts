import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppConfig } from '../config/app-config.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** A request that a proxy forwarded comes from somebody behind it, whatever its address says. */
const FORWARDING_HEADERS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];

/** Whether a caller may see metrics and the details of health: by MANAGEMENT_TOKEN, or from loopback outside production. */
export function mayManage(request: IncomingMessage, { operations, server }: AppConfig): boolean {
  const { managementToken } = operations;
  if (managementToken !== undefined)
    return (
      request.headers.authorization !== undefined &&
      same(request.headers.authorization, `Bearer ${managementToken}`)
    );
  if (server.production) return false;
  const forwarded = FORWARDING_HEADERS.some((name) => request.headers[name] !== undefined);
  return !forwarded && LOOPBACK.has(request.socket.remoteAddress ?? '');
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
