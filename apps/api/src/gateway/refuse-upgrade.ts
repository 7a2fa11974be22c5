import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode, Problem } from '#contracts';
import type { Refusal } from './upgrade-decision.js';

/** The codes of the statuses an upgrade is refused with. */
const CODES: Partial<Record<number, ErrorCode>> = {
  400: 'INVALID_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  429: 'TOO_MANY_CONNECTIONS',
  503: 'UNAVAILABLE',
};

/** Answers an upgrade that is not taken with a problem and closes the connection: never a silent destroy. */
export function refuseUpgrade(socket: Duplex, { status, why, headers = {} }: Omit<Refusal, 'kind'>): void {
  const title = STATUS_CODES[status] ?? 'Refused';
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    code: CODES[status] ?? 'INVALID_REQUEST',
    detail: why,
    correlationId: randomUUID(),
  };
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${status} ${title}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.once('error', () => socket.destroy()); // the client may be gone before it hears the answer
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
