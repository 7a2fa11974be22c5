import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a caller may choose as its correlation id: short and harmless in a log line. */
const ACCEPTABLE = /^[A-Za-z0-9._-]{8,64}$/;

/** The id that ties every log line and problem of one request together; echoed as X-Correlation-Id. */
export function correlationId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-correlation-id'];
  const id = typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
  response.setHeader('X-Correlation-Id', id);
  return id;
}
