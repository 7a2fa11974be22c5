import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agenda } from './agenda.js';
import { IdempotencyKeys } from './api/idempotency.js';
import { serveApi } from './api/serve-api.js';
import { Deliveries } from './events/deliveries.js';
import { FaultSwitches } from './events/faults.js';
import { Journal } from './events/journal.js';
import { jsonAnswer, readBody, send } from './http/answer.js';
import { admit } from './http/local-only.js';
import { servePage } from './pages/serve-pages.js';
import { expireCheckout } from './payments/expire-checkout.js';
import { settleDebit } from './payments/settle-debit.js';
import type { Verdict } from './payments/test-instruments.js';
import type { Services } from './services.js';
import type { Settings } from './settings.js';
import { Objects } from './store/objects.js';
import { Store } from './store/store.js';

const HOST = '127.0.0.1';

export interface Sandbox {
  /** Of the API and of the pages, without a trailing slash. */
  origin: string;
  close(): Promise<void>;
}

/** Puts the parts together, listens, and goes on with what a previous run left undone. */
export async function startSandbox(settings: Settings): Promise<Sandbox> {
  const nowMs = () => Date.now();
  const server = createServer();
  const store = new Store(settings.stateDir);
  const port = await listen(server, settings.port).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const objects = new Objects(store);
  const agenda = new Agenda(store, nowMs);
  const journal = new Journal(store, agenda, nowMs);
  const faults = new FaultSwitches();
  const deliveries = new Deliveries({ store, journal, agenda, faults, settings, nowMs });
  const origin = `http://${HOST}:${port}`;
  const services: Services = { settings, store, objects, agenda, journal, deliveries, faults, nowMs, origin };
  agenda.on('expire', (id) => void store.transaction(() => expireCheckout(services, id)));
  agenda.on('settle', (id, data) => void settleDebit(services, id, data['verdict'] as Verdict));
  const keys = new IdempotencyKeys(store, nowMs);
  server.on('request', (request, response) => void serve(services, keys, request, response));
  agenda.start();
  return {
    origin,
    close: async () => {
      deliveries.stop();
      await Promise.all([agenda.stop(), closeServer(server)]);
      store.close();
    },
  };
}

async function serve(
  services: Services,
  keys: IdempotencyKeys,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const admission = admit(request);
    if (!admission.allowed) {
      send(response, jsonAnswer(403, { error: admission.reason }));
      return;
    }
    const body = await readBody(request);
    if (body === undefined) {
      send(response, { ...jsonAnswer(413, { error: 'the body is too large' }) });
      return;
    }
    const url = new URL(request.url ?? '/', services.origin);
    const incoming = { method: request.method ?? 'GET', url, headers: request.headers, body };
    const isApi = url.pathname.startsWith('/v1/');
    const answer = await (isApi ? serveApi(services, keys, incoming) : servePage(services, incoming));
    if (answer === 'cut') request.socket.destroy();
    else send(response, answer);
  } catch (error) {
    process.stderr.write(`stripe sandbox: a request failed: ${String(error)}\n`);
    if (!response.headersSent) send(response, jsonAnswer(500, { error: 'internal' }));
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('the sandbox has no address'));
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
