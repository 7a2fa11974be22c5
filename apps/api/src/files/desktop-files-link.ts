import http from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { connectFiles } from '../desktops/connect-desktop.js';
import type { DesktopEndpoint } from '../desktops/desktop-endpoint.js';
import { AppError } from '../kernel/app-error.js';

/** Programs in the desktop can put themselves in the place of ours: what comes from there is believed no further. */
const Listing = z.object({
  files: z
    .array(z.object({ name: z.string(), bytes: z.int().min(0), modifiedAtMs: z.int().min(0) }))
    .max(1_000),
  freeBytes: z.int().min(0),
});
const Received = z.object({ name: z.string() });

/** A thousand names of 255 bytes, each byte escaped. */
const MAX_LISTING_BYTES = 2 * 1024 ** 2;
/** A desktop that says nothing for so long is not going to; also in the middle of a file. */
const SILENCE_MS = 15_000;

interface Sent {
  body: Readable;
  bytes: number | undefined;
}

/** One question to the file server of a desktop. Fails with AppError; a desktop that answers nonsense is not ready. */
async function ask(
  endpoint: DesktopEndpoint,
  method: 'GET' | 'PUT' | 'DELETE',
  name: string,
  sent?: Sent,
): Promise<http.IncomingMessage> {
  const socket = await connectFiles(endpoint).catch((cause: unknown) => {
    throw new AppError('DESKTOP_NOT_READY', { detail: 'The desktop does not give its files now.', cause });
  });
  const request = http.request({
    createConnection: () => socket,
    method,
    path: `/${encodeURIComponent(name)}`,
    headers: sent?.bytes === undefined ? {} : { 'Content-Length': sent.bytes },
    timeout: SILENCE_MS,
  });
  request.on('timeout', () => request.destroy(new Error('the desktop fell silent')));
  return new Promise((resolve, reject) => {
    request.once('error', (cause) => reject(new AppError('DESKTOP_NOT_READY', { cause })));
    request.once('response', (response) => {
      const failure = failureOf(response.statusCode ?? 500);
      if (!failure) return resolve(response);
      response.destroy();
      sent?.body.unpipe(request);
      reject(failure);
    });
    if (!sent) return request.end();
    sent.body.once('close', () => {
      if (!sent.body.readableEnded) request.destroy(new Error('the upload broke off'));
    });
    sent.body.pipe(request);
  });
}

function failureOf(status: number): AppError | undefined {
  if (status < 300) return undefined;
  if (status === 404) return new AppError('NOT_FOUND', { detail: 'There is no such file.' });
  if (status === 507) return new AppError('NO_ROOM_FOR_FILE', { detail: 'Delete something in it first.' });
  return new AppError('DESKTOP_NOT_READY', { detail: 'The desktop could not do that.' });
}

export async function listFiles(endpoint: DesktopEndpoint): Promise<z.infer<typeof Listing>> {
  return understood(Listing, await ask(endpoint, 'GET', ''));
}

/** The file as it comes; `bytes` is what the desktop says it has. */
export async function readFile(
  endpoint: DesktopEndpoint,
  name: string,
): Promise<{ bytes: number; stream: Readable }> {
  const stream = await ask(endpoint, 'GET', name);
  const bytes = z.coerce.number().pipe(z.int().min(0)).safeParse(stream.headers['content-length']);
  if (bytes.success) return { bytes: bytes.data, stream };
  stream.destroy();
  throw new AppError('DESKTOP_NOT_READY');
}

/** @returns the name under which it lies there now */
export async function writeFile(endpoint: DesktopEndpoint, name: string, sent: Sent): Promise<string> {
  return (await understood(Received, await ask(endpoint, 'PUT', name, sent))).name;
}

export async function deleteFile(endpoint: DesktopEndpoint, name: string): Promise<void> {
  (await ask(endpoint, 'DELETE', name)).resume();
}

async function understood<Schema extends z.ZodType>(
  schema: Schema,
  response: http.IncomingMessage,
): Promise<z.infer<Schema>> {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_LISTING_BYTES) response.destroy(new Error('the desktop says too much'));
  });
  try {
    return schema.parse(JSON.parse(await text(response)));
  } catch (cause) {
    throw new AppError('DESKTOP_NOT_READY', { cause });
  }
}
