import type { IncomingMessage } from 'node:http';

export type Admission = { allowed: true } | { allowed: false; reason: string };

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip'];

/**
 * Who may speak to the sandbox:
 *
 * 1. the connection comes from this machine, and no proxy says that it carries somebody else's;
 * 2. the Host is a name of this machine: a page that made its own name point here (DNS rebinding) is refused;
 * 3. what changes something does not come from a page of another origin. Programs send no Origin.
 */
export function admit(request: IncomingMessage): Admission {
  const { headers, socket, method } = request;
  if (!LOOPBACK.test(socket.remoteAddress ?? '')) return no('only callers on this machine');
  if (FORWARDED.some((name) => headers[name] !== undefined)) return no('no forwarded callers');
  if (!LOCAL_HOST.test(headers.host ?? '')) return no('unknown host');
  const own = `http://${headers.host}`;
  if (method !== 'GET' && headers.origin !== undefined && headers.origin !== own) return no('another origin');
  return { allowed: true };
}

function no(reason: string): Admission {
  return { allowed: false, reason };
}
