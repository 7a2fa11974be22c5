import { setTimeout as sleep } from 'node:timers/promises';
import { API_VERSION } from '../events/journal.js';
import { jsonAnswer, type Answer, type Incoming } from '../http/answer.js';
import { matchPath } from '../http/route.js';
import { newId } from '../ids.js';
import type { Services } from '../services.js';
import { accountEndpoints } from './account.js';
import { authenticate } from './authenticate.js';
import { checkoutSessionEndpoints } from './checkout-sessions.js';
import type { Call, Endpoint } from './endpoint.js';
import { eventEndpoints } from './events.js';
import { parseForm } from './form.js';
import type { Attempt, IdempotencyKeys } from './idempotency.js';
import { paymentEndpoints } from './payments.js';
import { refundEndpoints } from './refunds.js';
import { StripeError } from './stripe-error.js';

const ENDPOINTS: readonly Endpoint[] = [
  ...checkoutSessionEndpoints,
  ...paymentEndpoints,
  ...refundEndpoints,
  ...eventEndpoints,
  ...accountEndpoints,
];

/** `cut` closes the connection without an answer: the caller cannot know that the work was done. */
export type ApiAnswer = Answer | 'cut';

/** Answers one call of Stripe's API, with the faults that are switched on. */
export async function serveApi(
  services: Services,
  keys: IdempotencyKeys,
  incoming: Incoming,
): Promise<ApiAnswer> {
  const requestId = newId('req');
  const headers = { 'Request-Id': requestId, 'Stripe-Version': API_VERSION };
  try {
    authenticate(incoming.headers.authorization, services.settings.secretKey);
    requireKnownVersion(incoming.headers['stripe-version']);
    const fault = services.faults.takeApiFault();
    if (fault === 'error') {
      throw new StripeError('An unknown error occurred (a fault switch).', {
        status: 500,
        type: 'api_error',
      });
    }
    const delayMs = fault === 'slow' ? services.faults.now.apiDelayMs : 0;
    const answer = await answerOnce(services, keys, incoming, { requestId, delayMs });
    if (fault === 'reset') return 'cut';
    return { ...answer, headers: { ...headers, ...answer.headers } };
  } catch (error) {
    if (error instanceof StripeError) return jsonAnswer(error.status, error.body(), headers);
    process.stderr.write(`stripe sandbox: ${requestId} failed: ${String(error)}\n`);
    const internal = new StripeError('An unknown error occurred.', { status: 500, type: 'api_error' });
    return jsonAnswer(500, internal.body(), headers);
  }
}

async function answerOnce(
  services: Services,
  keys: IdempotencyKeys,
  incoming: Incoming,
  { requestId, delayMs }: { requestId: string; delayMs: number },
): Promise<Answer> {
  const { method, url, body, headers } = incoming;
  const { endpoint, id } = findEndpoint(method, url.pathname);
  const key = method === 'POST' ? headers['idempotency-key']?.toString() : undefined;
  const call: Call = {
    id,
    form: parseForm(method === 'POST' ? body : url.search),
    cause: { id: requestId, idempotency_key: key ?? null },
  };
  if (!key) return services.store.transaction(() => jsonAnswer(200, endpoint.handle(services, call)));
  const attempt: Attempt = { key, endpoint: `${method} ${url.pathname}`, parameters: body };
  const saved = keys.claim(attempt);
  const echo = { 'Idempotency-Key': key };
  if (saved) {
    const replayed = { 'Content-Type': 'application/json', 'Idempotent-Replayed': 'true' };
    return { ...saved, headers: { ...echo, ...replayed } };
  }
  try {
    const answer = services.store.transaction(() => {
      const first = jsonAnswer(200, endpoint.handle(services, call), echo);
      keys.save(attempt, { status: first.status, body: first.body ?? '' });
      return first;
    });
    await sleep(delayMs);
    return answer;
  } finally {
    keys.release(key);
  }
}

function findEndpoint(method: string, path: string): { endpoint: Endpoint; id: string } {
  for (const endpoint of ENDPOINTS) {
    const id = endpoint.method === method ? matchPath(endpoint.path, path) : undefined;
    if (id !== undefined) return { endpoint, id };
  }
  throw new StripeError(`Unrecognized request URL (${method}: ${path}), or not part of the sandbox.`, {
    status: 404,
  });
}

/** Other versions have other shapes, which the sandbox does not know. */
function requireKnownVersion(version: string | string[] | undefined): void {
  if (version === undefined || version === API_VERSION) return;
  throw new StripeError(`The sandbox speaks only Stripe API version ${API_VERSION}.`);
}
