import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** What arrived, its body read to the end. */
export interface Incoming {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

const LARGEST_BODY = 256 * 1024;

/** Undefined when the body is larger than the sandbox takes. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function send(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

export function jsonAnswer(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: `${JSON.stringify(body, null, 2)}\n`,
  };
}

export function seeOther(location: string): Answer {
  return { status: 303, headers: { Location: location } };
}
