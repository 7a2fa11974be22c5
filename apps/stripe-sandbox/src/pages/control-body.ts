import type { Incoming } from '../http/answer.js';

/** Programs send JSON to the controls, the page a form. */
export function isJson({ headers }: Incoming): boolean {
  return headers['content-type']?.startsWith('application/json') ?? false;
}

export function readBody(incoming: Incoming): unknown {
  if (!isJson(incoming)) return Object.fromEntries(new URLSearchParams(incoming.body));
  try {
    return JSON.parse(incoming.body);
  } catch {
    return undefined; // no JSON fits no schema: the answer is the schema's
  }
}
