import http from 'node:http';
import { receiveFile } from './receive-file.js';
import { deleteFile, isFileName, listFiles, openFile } from './shown-files.js';

interface Asked {
  request: http.IncomingMessage;
  response: http.ServerResponse;
  folder: string;
  /** Empty for the folder itself. */
  name: string;
}

/** Whoever asks is the api, over the shared folder's socket; it decides who may and how much. */
const ANSWERS: Record<string, (asked: Asked) => Promise<void>> = {
  GET: async ({ response, folder, name }) => {
    if (name === '') return sendJson(response, 200, await listFiles(folder));
    const { bytes, stream } = await openFile(folder, name);
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes });
    stream.on('error', () => response.destroy()).pipe(response);
    response.on('close', () => stream.destroy());
  },
  PUT: async ({ request, response, folder, name }) =>
    sendJson(response, 201, await receiveFile(request, folder, name)),
  DELETE: async ({ response, folder, name }) => {
    await deleteFile(folder, name);
    response.writeHead(204).end();
  },
};

/** The statuses of failures that have one of their own; errno of open(2), unlink(2) and write(2). */
const STATUS: Record<string, number> = { ENOENT: 404, ELOOP: 404, EISDIR: 404, ENOSPC: 507, EDQUOT: 507 };

/** Gives the files of `folder` to whoever reaches the socket at `path`. Resolves when it listens. */
export function serveFiles(path: string, folder: string): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    answer(request, response, folder).catch((error: NodeJS.ErrnoException) => {
      if (response.headersSent) return void response.destroy();
      response.setHeader('Connection', 'close');
      sendJson(response, STATUS[error.code ?? ''] ?? 500, { error: error.code ?? 'failed' });
    });
  });
  server.requestTimeout = 0; // an upload takes as long as it takes; the api watches that it goes on
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

async function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  folder: string,
): Promise<void> {
  const name = nameIn(request.url ?? '');
  const act = ANSWERS[request.method ?? ''];
  if (name === undefined || !act || (name === '' && request.method !== 'GET'))
    return sendJson(response, 404, { error: 'no such file' });
  await act({ request, response, folder, name });
}

function nameIn(url: string): string | undefined {
  try {
    const name = decodeURIComponent(url.slice(1));
    return name === '' || isFileName(name) ? name : undefined;
  } catch {
    return undefined; // not percent-encoded UTF-8
  }
}

function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
