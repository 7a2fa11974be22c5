import type { Services } from '../services.js';
import type { Cause } from '../events/journal.js';
import type { Form } from './form.js';

/** One call of the API, authenticated and decoded. */
export interface Call {
  /** The `:id` of the path, or ''. */
  id: string;
  form: Form;
  /** Stands in the events that the call causes. */
  cause: Cause;
}

/**
 * One method of the API. `handle` runs inside a transaction, waits for nothing, and returns the body of a 200 or
 * throws a StripeError.
 */
export interface Endpoint {
  method: 'GET' | 'POST';
  /** `/v1/refunds/:id` */
  path: string;
  handle(services: Services, call: Call): object;
}

export function endpoint(method: Endpoint['method'], path: string, handle: Endpoint['handle']): Endpoint {
  return { method, path, handle };
}
